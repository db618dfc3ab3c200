#pragma once

#include <array>
#include <cstddef>
#include <type_traits>
#include <utility>

namespace lanterne::course {

/// Calls visit(0), visit(1), ... visit(n - 1), each with a number that the compiler knows.
template<std::size_t n, class Visit>
constexpr void for_each_below(Visit visit) {
    [&]<std::size_t... i>(std::index_sequence<i...>) {
        (visit(std::integral_constant<std::size_t, i>{}), ...);
    }(std::make_index_sequence<n>{});
}

/// A symmetric matrix, of which the triangle up to the diagonal is kept. Rows are known when it is
/// compiled, so that none is searched for: a covariance is moved at each fix of each athlete.
template<std::size_t n>
class Symmetric {
public:
    using Vector = std::array<double, n>;
    static constexpr std::size_t triangle = n * (n + 1) / 2;

    /// The triangle, row by row.
    const std::array<double, triangle>& values() const { return values_; }

    std::array<double, triangle>& values() { return values_; }

    double operator()(std::size_t i, std::size_t j) const { return values_[index(i, j)]; }

    double& operator()(std::size_t i, std::size_t j) { return values_[index(i, j)]; }

    template<std::size_t i>
    Vector row() const {
        Vector all;
        for_each_below<n>([&](auto j) { all[j] = values_[index(i, j)]; });
        return all;
    }

    Vector times(const Vector& v) const {
        Vector product;
        for_each_below<n>([&](auto i) {
            double sum = 0;
            for_each_below<n>([&](auto j) { sum += values_[index(i, j)] * v[j]; });
            product[i] = sum;
        });
        return product;
    }

    /// M P M', where M adds to x[to] so many times x[from].
    template<std::size_t to, std::size_t from>
    void add_row(double part) {
        static_assert(to != from);
        double both = values_[index(to, from)];
        for_each_below<n>([&](auto j) {
            if constexpr (j != to) {
                values_[index(to, j)] += part * values_[index(from, j)];
            }
        });
        both += values_[index(to, from)];
        values_[index(to, to)] += part * both;
    }

    /// M P M', where M multiplies each x by its factor.
    void scale(const Vector& factors) {
        for_each_below<n>([&](auto i) {
            for_each_below<i + 1>([&](auto j) { values_[index(i, j)] *= factors[i] * factors[j]; });
        });
    }

    /// Less a times b transposed, which are multiples of each other.
    void subtract_product(const Vector& a, const Vector& b) {
        for_each_below<n>([&](auto i) {
            for_each_below<i + 1>([&](auto j) { values_[index(i, j)] -= a[i] * b[j]; });
        });
    }

    /// Less e v' and v e', where e has that one part and no other.
    template<std::size_t row>
    void subtract_cross(double part, const Vector& v) {
        for_each_below<n>([&](auto j) { values_[index(row, j)] -= part * v[j]; });
        values_[index(row, row)] -= part * v[row];
    }

private:
    static constexpr std::size_t index(std::size_t i, std::size_t j) {
        return i >= j ? i * (i + 1) / 2 + j : j * (j + 1) / 2 + i;
    }

    std::array<double, triangle> values_{};
};

} // namespace lanterne::course
