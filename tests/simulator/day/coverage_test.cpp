#include <gtest/gtest.h>

#include "simulator/day/coverage.hpp"
#include "tests/simulator/support/small_race.hpp"

namespace lanterne::simulator {
namespace {

TEST(SimulatedCoverage, HasItsHolesOnEachLapOfTheirLeg) {
    const course::Course course =
        small_course({{.steps = {{1000, 0}}}, {.steps = {{0, 500}, {0, -500}}, .laps = 2}});
    const Coverage coverage{course,
                            {{.leg = "leg-1", .from_m = 200, .to_m = 300},
                             {.leg = "nowhere", .from_m = 0, .to_m = 1000}}};

    EXPECT_TRUE(coverage.is_covered(250)) << "on the first leg";
    EXPECT_TRUE(coverage.is_covered(1198));
    EXPECT_FALSE(coverage.is_covered(1202));
    EXPECT_FALSE(coverage.is_covered(1298));
    EXPECT_TRUE(coverage.is_covered(1302));
    EXPECT_FALSE(coverage.is_covered(2250)) << "on its second lap";
    EXPECT_TRUE(coverage.is_covered(-50)) << "on the grid";
    EXPECT_TRUE(coverage.is_covered(9000)) << "behind the finish";
}

} // namespace
} // namespace lanterne::simulator
