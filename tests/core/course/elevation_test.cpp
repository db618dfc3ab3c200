#include <cmath>
#include <limits>
#include <random>
#include <stdexcept>

#include <gtest/gtest.h>

#include "core/course/elevation.hpp"

namespace lanterne::course {
namespace {

using Samples = std::vector<Elevation::Sample>;

/// A height each `apart` metres, one digit each, times 10 m: "0123" climbs 30 m.
Samples drawn(double apart, const std::string& heights) {
    Samples samples;
    for (const char digit : heights) {
        samples.push_back(
            {Metres{apart * static_cast<double>(samples.size())}, 10.0 * (digit - '0')});
    }
    return samples;
}

TEST(Elevation, OfARampIsItsGradient) {
    const Elevation ramp{drawn(100, "0123456789"), Metres{900}};

    for (const double along : {0.0, 5.0, 333.0, 900.0}) {
        EXPECT_NEAR(ramp.gradient_at(Metres{along}), 0.1, 1e-9) << along;
        EXPECT_NEAR(ramp.height_at(Metres{along}), along / 10, 1e-9) << along;
    }
    EXPECT_NEAR(ramp.climb_m(), 90, 1.1) << "less than a metre at the end is no climb";
    EXPECT_EQ(ramp.descent_m(), 0);
}

TEST(Elevation, UpAndDownAreToldApart) {
    const Elevation hill{drawn(100, "02468642"), Metres{700}};

    EXPECT_NEAR(hill.gradient_at(Metres{200}), 0.2, 1e-9);
    EXPECT_NEAR(hill.gradient_at(Metres{600}), -0.2, 1e-9);
    EXPECT_NEAR(hill.gradient_at(Metres{400}), 0, 0.01) << "the top";
    EXPECT_NEAR(hill.climb_m(), 80, 7) << "a peak of 20 % up and down is rounded by 6 m";
    EXPECT_NEAR(hill.descent_m(), 60, 7);
}

TEST(Elevation, OneWrongPointMovesNothing) {
    Samples samples = drawn(10, std::string(40, '1'));
    samples[20].height_m = 400;

    const Elevation flat{samples, Metres{390}};

    EXPECT_EQ(flat.climb_m(), 0);
    EXPECT_NEAR(flat.gradient_at(Metres{195}), 0, 1e-9);
}

TEST(Elevation, NoiseOfAMetreIsNoMountain) {
    const unsigned seed = 7;
    std::mt19937 random{seed};
    std::normal_distribution<double> noise{0, 1};
    Samples samples;
    for (double along = 0; along <= 10'000; along += 5) {
        samples.push_back({Metres{along}, 100 + along * 0.03 + noise(random)});
    }

    const Elevation ramp{samples, Metres{10'000}};

    double worst = 0;
    for (double along = 0; along <= 10'000; along += 10) {
        worst = std::max(worst, std::abs(ramp.gradient_at(Metres{along}) - 0.03));
    }
    EXPECT_LT(worst, 0.06) << "raw, neighbours differ by a gradient of 0.28";
    EXPECT_NEAR(ramp.climb_m(), 300, 15) << "raw, the ups add up to about 1'280 m";
}

TEST(Elevation, StepsOfAWholeMetreAreARampAgain) {
    Samples samples;
    for (double along = 0; along <= 2'000; along += 10) {
        samples.push_back({Metres{along}, std::round(along * 0.05)});
    }

    const Elevation ramp{samples, Metres{2'000}};

    for (double along = 100; along <= 1'900; along += 50) {
        EXPECT_NEAR(ramp.gradient_at(Metres{along}), 0.05, 0.012) << along;
    }
}

TEST(Elevation, OfOneSampleIsLevel) {
    const Elevation level{Samples{{Metres{3}, 12}}, Metres{8}};

    EXPECT_EQ(level.height_at(Metres{0}), 12);
    EXPECT_EQ(level.gradient_at(Metres{8}), 0);
}

TEST(Elevation, OfACliffIsCutAtTheSteepest) {
    const Elevation cliff{drawn(10, "000000000099999999990000"), Metres{230}};

    EXPECT_LE(cliff.gradient_at(Metres{95}), Elevation::steepest);
    EXPECT_GT(cliff.gradient_at(Metres{95}), 0.5);
}

TEST(Elevation, RefusesWhatIsNoHeight) {
    const double nan = std::numeric_limits<double>::quiet_NaN();

    EXPECT_THROW((Elevation{Samples{}, Metres{9}}), std::invalid_argument);
    EXPECT_THROW((Elevation{Samples{{Metres{0}, nan}}, Metres{9}}), std::invalid_argument);
    EXPECT_THROW((Elevation{Samples{{Metres{nan}, 1}}, Metres{9}}), std::invalid_argument);
    EXPECT_THROW((Elevation{Samples{{Metres{5}, 1}, {Metres{4}, 1}}, Metres{9}}),
                 std::invalid_argument);
    EXPECT_THROW((Elevation{Samples{{Metres{0}, 1}}, Metres{0}}), std::invalid_argument);
    EXPECT_THROW((Elevation{Samples{{Metres{0}, 1}}, Metres{nan}}), std::invalid_argument);
}

TEST(Elevation, OfALongLineHasItsKnotsFartherApart) {
    const Elevation long_road{Samples{{Metres{0}, 0}, {Metres{1e6}, 10'000}}, Metres{1e6}};

    EXPECT_NEAR(long_road.gradient_at(Metres{123'456}), 0.01, 1e-9);
    EXPECT_NEAR(long_road.height_at(Metres{123'456}), 1'234.56, 1e-6);
}

} // namespace
} // namespace lanterne::course
