#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numbers>
#include <random>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "core/base/elementary.hpp"

namespace lanterne {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

// Units in the last place between a value and what it should be.
double ulps(double value, double expected) {
    const double unit = std::nextafter(std::abs(expected), infinity) - std::abs(expected);
    return std::abs(value - expected) / unit;
}

class Elementary : public testing::Test {
protected:
    static constexpr std::uint64_t seed = 20'261;
    static constexpr int rounds = 200'000;

    // The greatest difference from the C library over values of a range.
    template<class Ours, class Theirs>
    double worst(double low, double high, Ours ours, Theirs theirs) {
        std::mt19937_64 random{seed};
        std::uniform_real_distribution<double> values{low, high};
        double most = 0;
        for (int i = 0; i < rounds; ++i) {
            const double x = values(random);
            most = std::max(most, ulps(ours(x), theirs(x)));
        }
        fmt::print("  seed {}: {:.2f} units in the last place\n", seed, most);
        return most;
    }
};

TEST_F(Elementary, ExponentialAndLogarithmAreWithinTwoUnitsOfTheLibrary) {
    EXPECT_LE(worst(-700, 700, exp, [](double x) { return std::exp(x); }), 2);
    EXPECT_LE(worst(-1, 1, exp, [](double x) { return std::exp(x); }), 2);
    EXPECT_LE(worst(1e-300, 1e300, log, [](double x) { return std::log(x); }), 2);
    EXPECT_LE(worst(0.5, 2, log, [](double x) { return std::log(x); }), 2);
    EXPECT_LE(worst(-0.9, 3, log1p, [](double x) { return std::log1p(x); }), 3);
    EXPECT_LE(worst(-1e-9, 1e-9, log1p, [](double x) { return std::log1p(x); }), 2);
}

TEST_F(Elementary, AnglesAreWithinTwoUnitsOfTheLibraryWhereTheValueIsNotSmall) {
    const auto off_one = [](double value, double expected) { return std::abs(value - expected); };
    std::mt19937_64 random{seed};
    std::uniform_real_distribution<double> angles{-1e4, 1e4};
    for (int i = 0; i < rounds; ++i) {
        const double x = angles(random);
        ASSERT_LE(off_one(sin(x), std::sin(x)), 3e-16) << x;
        ASSERT_LE(off_one(cos(x), std::cos(x)), 3e-16) << x;
    }
    EXPECT_LE(worst(-0.7, 0.7, sin, [](double x) { return std::sin(x); }), 2);
    for (int i = 0; i < rounds; ++i) {
        const double x = angles(random);
        const double y = angles(random);
        ASSERT_LE(ulps(atan2(y, x), std::atan2(y, x)), 2) << y << ' ' << x;
    }
}

TEST_F(Elementary, ErrorFunctionLengthAndPowerAreCloseToTheLibrarys) {
    std::mt19937_64 random{seed};
    std::uniform_real_distribution<double> values{-7, 7};
    for (int i = 0; i < rounds; ++i) {
        const double x = values(random);
        const double y = values(random);
        ASSERT_NEAR(erf(x), std::erf(x), 1e-14) << x;
        ASSERT_LE(ulps(hypot(x, y), std::hypot(x, y)), 2);
        ASSERT_NEAR(pow(x + 7.5, y) / std::pow(x + 7.5, y), 1, 1e-13) << x << ' ' << y;
    }
    EXPECT_NEAR(normal_share_below(1.959963984540054), 0.975, 1e-15);
}

TEST_F(Elementary, HasAnAnswerAtTheEdges) {
    EXPECT_EQ(exp(0), 1);
    EXPECT_EQ(exp(800), infinity);
    EXPECT_EQ(exp(-infinity), 0);
    EXPECT_EQ(log(1), 0);
    EXPECT_EQ(log(0), -infinity);
    EXPECT_TRUE(std::isnan(log(-1)));
    EXPECT_EQ(log(infinity), infinity);
    EXPECT_EQ(log1p(1e-30), 1e-30);
    EXPECT_EQ(sin(0), 0);
    EXPECT_EQ(cos(0), 1);
    EXPECT_TRUE(std::isnan(sin(infinity)));
    EXPECT_EQ(atan2(0, 1), 0);
    EXPECT_EQ(atan2(0, -1), std::numbers::pi);
    EXPECT_EQ(atan2(-1, 0), -std::numbers::pi / 2);
    EXPECT_EQ(atan2(infinity, infinity), std::numbers::pi / 4);
    EXPECT_EQ(erf(infinity), 1);
    EXPECT_EQ(pow(2, 0), 1);
    for (const auto function : {exp, log, log1p, sin, cos, erf}) {
        EXPECT_TRUE(std::isnan(function(std::nan(""))));
    }
}

// The bits themselves, as every compiler and processor must give them: FNV-1a over 100,000 values
// of each function.
TEST_F(Elementary, GivesTheSameBitsEverywhere) {
    std::uint64_t hash = 14'695'981'039'346'656'037U;
    const auto take = [&](double value) {
        hash = (hash ^ std::bit_cast<std::uint64_t>(value)) * 1'099'511'628'211U;
    };
    std::mt19937_64 random{seed};
    for (int i = 0; i < 100'000; ++i) {
        const double x = static_cast<double>(random() >> 11U) / 9'007'199'254'740'992.0 * 20 - 10;
        take(exp(x));
        take(log(x + 10.5));
        take(log1p(x / 11));
        take(sin(x));
        take(cos(x));
        take(atan2(x, 3));
        take(hypot(x, 4));
        take(erf(x / 3));
    }
    EXPECT_EQ(fmt::format("{:016x}", hash), "10b7dee1ae9c53f3");
}

} // namespace
} // namespace lanterne
