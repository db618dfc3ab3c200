#include <gtest/gtest.h>

#include "core/plan/race_plan.hpp"

namespace lanterne::plan {
namespace {

const UtcTime noon = *parse_time("2026-05-17T12:00:00Z");

TEST(RaceTime, IsWallTimeWithoutARehearsal) { EXPECT_EQ(race_time(std::nullopt, noon), noon); }

TEST(RaceTime, RunsAtItsRateFromThePairOfStarts) {
    const RehearsalClock clock{
        .wall_start = noon, .race_start = *parse_time("2026-06-01T08:00:00Z"), .rate = 15};

    EXPECT_EQ(race_time(clock, noon), clock.race_start);
    EXPECT_EQ(race_time(clock, noon + Milliseconds{1'001}),
              clock.race_start + Milliseconds{15'015});
    EXPECT_EQ(race_time(clock, noon - Milliseconds{1'000}),
              clock.race_start - Milliseconds{15'000});
}

TEST(RaceTime, NeverLeavesTheTimesThatAreBelieved) {
    const RehearsalClock clock{.wall_start = noon, .race_start = noon, .rate = 1'000};

    EXPECT_EQ(race_time(clock, latest_time), latest_time);
    EXPECT_EQ(race_time(clock, earliest_time), earliest_time);
}

} // namespace
} // namespace lanterne::plan
