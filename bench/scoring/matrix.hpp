#pragma once

#include <array>
#include <cmath>
#include <cstddef>

namespace lanterne::bench {

/// A small square matrix and the few operations of a smoother.
template<std::size_t n>
struct Matrix {
    std::array<std::array<double, n>, n> at{};

    static Matrix identity() {
        Matrix one;
        for (std::size_t i = 0; i < n; ++i) {
            one.at[i][i] = 1;
        }
        return one;
    }
};

template<std::size_t n>
using Vector = std::array<double, n>;

template<std::size_t n>
Matrix<n> operator*(const Matrix<n>& a, const Matrix<n>& b) {
    Matrix<n> c;
    for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t k = 0; k < n; ++k) {
            const double factor = a.at[i][k];
            if (factor != 0) {
                for (std::size_t j = 0; j < n; ++j) {
                    c.at[i][j] += factor * b.at[k][j];
                }
            }
        }
    }
    return c;
}

template<std::size_t n>
Vector<n> operator*(const Matrix<n>& a, const Vector<n>& x) {
    Vector<n> y{};
    for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t j = 0; j < n; ++j) {
            y[i] += a.at[i][j] * x[j];
        }
    }
    return y;
}

template<std::size_t n>
Matrix<n> transposed(const Matrix<n>& a) {
    Matrix<n> t;
    for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t j = 0; j < n; ++j) {
            t.at[i][j] = a.at[j][i];
        }
    }
    return t;
}

/// a + factor b
template<std::size_t n>
Matrix<n> sum(Matrix<n> a, const Matrix<n>& b, double factor = 1) {
    for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t j = 0; j < n; ++j) {
            a.at[i][j] += factor * b.at[i][j];
        }
    }
    return a;
}

/// What rounding made unequal, made equal again.
template<std::size_t n>
Matrix<n> symmetric(const Matrix<n>& a) {
    Matrix<n> mean;
    for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t j = 0; j < n; ++j) {
            mean.at[i][j] = (a.at[i][j] + a.at[j][i]) / 2;
        }
    }
    return mean;
}

/// X of X a = b, for a symmetric positive definite a (Cholesky). So G = P A' inverse(Q) is
/// divided(P A', Q).
template<std::size_t n>
Matrix<n> divided(const Matrix<n>& b, const Matrix<n>& a) {
    Matrix<n> l;
    for (std::size_t j = 0; j < n; ++j) {
        for (std::size_t i = j; i < n; ++i) {
            double rest = a.at[i][j];
            for (std::size_t k = 0; k < j; ++k) {
                rest -= l.at[i][k] * l.at[j][k];
            }
            l.at[i][j] = i == j ? std::sqrt(rest) : rest / l.at[j][j];
        }
    }
    Matrix<n> x = b;
    for (Vector<n>& row : x.at) { // row l l' = b, forward and back
        for (std::size_t i = 0; i < n; ++i) {
            for (std::size_t k = 0; k < i; ++k) {
                row[i] -= l.at[i][k] * row[k];
            }
            row[i] /= l.at[i][i];
        }
        for (std::size_t i = n; i-- > 0;) {
            for (std::size_t k = i + 1; k < n; ++k) {
                row[i] -= l.at[k][i] * row[k];
            }
            row[i] /= l.at[i][i];
        }
    }
    return x;
}

} // namespace lanterne::bench
