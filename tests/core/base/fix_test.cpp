#include <gtest/gtest.h>

#include "core/base/fix.hpp"

namespace lanterne {
namespace {

Fix good_fix() {
    return {.time = earliest_time,
            .position = {Latitude{45'000'000}, Longitude{7'000'000}},
            .altitude_dm = 2'345,
            .speed_dmps = 83,
            .course_2deg = 179,
            .accuracy_dm = 35,
            .satellites = 12,
            .mode = FixMode::fix_3d};
}

TEST(Fix, IsGoodAtItsLimitsAndNotOneBeyond) {
    Fix fix = good_fix();
    EXPECT_TRUE(is_within_limits(fix));

    fix.position = {Latitude{-90'000'000}, Longitude{180'000'000}};
    EXPECT_TRUE(is_within_limits(fix));
    fix.position = {Latitude{-90'000'001}, Longitude{0}};
    EXPECT_FALSE(is_within_limits(fix));
}

TEST(Fix, BeforeTwentySeventeenIsNotBelieved) {
    Fix fix = good_fix();

    fix.time = earliest_time - Milliseconds{1};

    EXPECT_FALSE(is_within_limits(fix));
}

TEST(Fix, NeedsNoMoreThanTimeAndPosition) {
    const Fix bare{.time = earliest_time, .position = {Latitude{0}, Longitude{0}}};

    EXPECT_TRUE(is_within_limits(bare));
}

} // namespace
} // namespace lanterne
