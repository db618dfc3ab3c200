#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

#include "core/scoring/eta/effort.hpp"
#include "simulator/athletes/going.hpp"

namespace lanterne::simulator {
namespace {

double steady(const Ride& ride) {
    double speed = 3;
    for (int second = 0; second < 600; ++second) {
        speed = riding_next(ride, speed);
    }
    return speed;
}

TEST(Going, RunsFastestOnASlightDescentAndWalksUpAWall) {
    EXPECT_EQ(running_part(0), 1);
    EXPECT_NEAR(running_part(0.45), 3.6 / 18.93, 0.005); // Minetti measured 18.93 J/kg/m there
    EXPECT_GT(running_part(-0.15), 1.2);
    EXPECT_LT(running_part(-0.45), running_part(-0.15));
    EXPECT_EQ(running_part(0.6), running_part(0.45));
}

TEST(Going, SettlesWhereThePowerIsUsedUp) {
    for (const double gradient : {-0.03, 0.0, 0.05, 0.2}) {
        const Ride ride{.mass_kg = 80, .power_w = 250, .gradient = gradient};
        const double speed = steady(ride);

        EXPECT_NEAR(riding_power(ride, speed, speed), 250, 0.5) << gradient;
    }
}

TEST(Going, RollsFasterDownhillWithoutPowerUntilTheAirHolds) {
    const double speed = steady({.power_w = 0, .gradient = -0.06});
    const double pull = 84 * 9.80665 * (0.06 - 0.0045) / std::hypot(1, 0.06);

    EXPECT_NEAR(speed, std::sqrt(pull / (0.5 * 1.2 * 0.32)), 0.1);
}

TEST(Going, NeverStandsNorLeapsForward) {
    EXPECT_GE(riding_next({.power_w = 60, .gradient = 0.5}, 0), 0.5);
    EXPECT_LE(riding_next({.power_w = 2'000}, 0), 1.5);
}

TEST(Going, SavesThirtyPerCentOfThePowerBehindAWheel) {
    const Ride alone;
    const Ride sheltered{.air = sheltered_air(2)};

    EXPECT_NEAR(riding_power(sheltered, 11, 11) / riding_power(alone, 11, 11), 0.70, 0.02);
    EXPECT_EQ(sheltered_air(8), 1);
    EXPECT_GT(sheltered_air(6), sheltered_air(4));
}

// Written twice from the same sources: neither may be wrong by itself.
TEST(Going, IsWhatForecastsTakeItFor) {
    for (const double gradient : {-0.3, -0.1, -0.04, 0.0, 0.03, 0.08, 0.2, 0.4}) {
        const auto flat = scoring::eta::effort_on(course::Sport::run, 0);
        const auto run = scoring::eta::effort_on(course::Sport::run, gradient);
        const auto ride = scoring::eta::effort_on(course::Sport::bike, gradient);
        const double freely = steady({.mass_kg = 80, .power_w = 190, .gradient = gradient});

        EXPECT_NEAR(running_part(gradient), flat.seconds_per_metre / run.seconds_per_metre, 1e-9);
        EXPECT_NEAR(std::min(freely, 16.0), 1 / ride.seconds_per_metre, 0.01) << gradient;
    }
}

} // namespace
} // namespace lanterne::simulator
