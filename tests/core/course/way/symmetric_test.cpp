#include <array>
#include <cstddef>

#include <gtest/gtest.h>

#include "core/course/way/symmetric.hpp"

namespace lanterne::course {
namespace {

using Dense = std::array<std::array<double, 3>, 3>;

Symmetric<3> sample() {
    Symmetric<3> p;
    p.values() = {4, 1, 3, -2, 0.5, 5};
    return p;
}

Dense product(const Dense& a, const Dense& b) {
    Dense all{};
    for (std::size_t i = 0; i < 3; ++i) {
        for (std::size_t j = 0; j < 3; ++j) {
            for (std::size_t k = 0; k < 3; ++k) {
                all[i][j] += a[i][k] * b[k][j];
            }
        }
    }
    return all;
}

Dense transposed(const Dense& a) {
    Dense all{};
    for (std::size_t i = 0; i < 3; ++i) {
        for (std::size_t j = 0; j < 3; ++j) {
            all[i][j] = a[j][i];
        }
    }
    return all;
}

Dense dense(const Symmetric<3>& p) {
    Dense all{};
    for (std::size_t i = 0; i < 3; ++i) {
        for (std::size_t j = 0; j < 3; ++j) {
            all[i][j] = p(i, j);
        }
    }
    return all;
}

void expect_same(const Dense& a, const Dense& b) {
    for (std::size_t i = 0; i < 3; ++i) {
        for (std::size_t j = 0; j < 3; ++j) {
            EXPECT_NEAR(a[i][j], b[i][j], 1e-12) << i << ", " << j;
        }
    }
}

TEST(Symmetric, IsItsOwnMirror) {
    const Dense all = dense(sample());

    expect_same(all, {{{4, 1, -2}, {1, 3, 0.5}, {-2, 0.5, 5}}});
}

TEST(Symmetric, AddsARowOnBothSides) {
    Symmetric<3> p = sample();
    const Dense m{{{1, 0, 2}, {0, 1, 0}, {0, 0, 1}}};

    p.add_row<0, 2>(2);

    expect_same(dense(p), product(product(m, dense(sample())), transposed(m)));
}

TEST(Symmetric, ScalesBothSides) {
    Symmetric<3> p = sample();
    const Dense m{{{2, 0, 0}, {0, 3, 0}, {0, 0, 0.5}}};

    p.scale({2, 3, 0.5});

    expect_same(dense(p), product(product(m, dense(sample())), m));
}

TEST(Symmetric, MultipliesAVector) {
    EXPECT_EQ(sample().times({1, 2, 3}), (std::array<double, 3>{0, 8.5, 14}));
    EXPECT_EQ(sample().row<1>(), (std::array<double, 3>{1, 3, 0.5}));
}

TEST(Symmetric, SubtractsProducts) {
    Symmetric<3> product = sample();
    Symmetric<3> cross = sample();

    product.subtract_product({1, 2, 3}, {2, 4, 6});
    cross.subtract_cross<1>(2, {1, 2, 3});

    expect_same(dense(product), {{{2, -3, -8}, {-3, -5, -11.5}, {-8, -11.5, -13}}});
    expect_same(dense(cross), {{{4, -1, -2}, {-1, -5, -5.5}, {-2, -5.5, 5}}});
}

} // namespace
} // namespace lanterne::course
