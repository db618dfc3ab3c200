#include <limits>

#include <gtest/gtest.h>

#include "firmware/time/sampler.hpp"
#include "tests/firmware/example.hpp"

namespace lanterne::firmware {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

TEST(ToFix, RoundsToTheWiresResolution) {
    const Fix fix = to_fix({.time = race_start,
                            .latitude_deg = -45.12345678,
                            .longitude_deg = 7.00000051,
                            .altitude_m = -3.14,
                            .speed_mps = 12.36,
                            .course_deg = 91.2,
                            .accuracy_m = 4.44,
                            .satellites = 9,
                            .mode = FixMode::fix_3d})
                        .value();

    EXPECT_EQ(fix.position, (Position{Latitude{-45'123'457}, Longitude{7'000'001}}));
    EXPECT_EQ(fix.altitude_dm, -31);
    EXPECT_EQ(fix.speed_dmps, 124);
    EXPECT_EQ(fix.course_2deg, 46);
    EXPECT_EQ(fix.accuracy_dm, 44);
    EXPECT_EQ(fix.satellites, 9);
}

TEST(ToFix, NorthIsZeroFromBothSides) {
    auto reading = example_reading(0);
    reading.course_deg = 359.5;
    EXPECT_EQ(to_fix(reading)->course_2deg, 0);
    reading.course_deg = 0.9;
    EXPECT_EQ(to_fix(reading)->course_2deg, 0);
    reading.course_deg = 358.9;
    EXPECT_EQ(to_fix(reading)->course_2deg, 179);
}

TEST(ToFix, WhatWasNotSaidIsAbsent) {
    const Fix fix =
        to_fix({.time = race_start, .latitude_deg = 1, .mode = FixMode::fix_2d}).value();

    EXPECT_FALSE(fix.altitude_dm || fix.speed_dmps || fix.course_2deg || fix.accuracy_dm);
}

TEST(ToFix, AValueThatMakesNoSenseIsLeftOutAndThePositionKept) {
    auto reading = example_reading(0);
    reading.altitude_m = 20'000.1;
    reading.speed_mps = -1;
    reading.course_deg = 361;
    reading.accuracy_m = nan;
    reading.satellites = 80;

    const Fix fix = to_fix(reading).value();

    EXPECT_FALSE(fix.altitude_dm || fix.speed_dmps || fix.course_2deg || fix.accuracy_dm);
    EXPECT_EQ(fix.satellites, 63);
}

TEST(ToFix, AnAccuracyBeyondTheLimitIsTheLimit) {
    auto reading = example_reading(0);
    reading.accuracy_m = 1e9;

    EXPECT_EQ(to_fix(reading)->accuracy_dm, 60'000);
}

TEST(ToFix, APlaceThatIsNotOnEarthIsRefused) {
    for (const auto& [latitude, longitude] :
         {std::pair{90.000001, 0.0}, {0.0, -180.000001}, {nan, 0.0}, {0.0, nan}, {1e300, 0.0}}) {
        auto reading = example_reading(0);
        reading.latitude_deg = latitude;
        reading.longitude_deg = longitude;
        EXPECT_FALSE(to_fix(reading)) << latitude << ' ' << longitude;
    }
}

TEST(ToFix, ATimeBefore2017OrAModeWithoutPositionIsRefused) {
    auto reading = example_reading(0);
    reading.time = earliest_time - Milliseconds{1};
    EXPECT_FALSE(to_fix(reading));

    reading = example_reading(0);
    reading.mode = FixMode::none;
    EXPECT_FALSE(to_fix(reading));
}

} // namespace
} // namespace lanterne::firmware
