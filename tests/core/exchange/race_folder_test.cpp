#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/core/exchange/sample_folder.hpp"

namespace lanterne::exchange {
namespace {

using testing::ElementsAre;

std::vector<std::string> points_of(const course::Course& course) {
    std::vector<std::string> points;
    for (const auto& point : course.points()) {
        points.push_back(point.id + "/" + std::to_string(point.lap) + " " +
                         std::to_string(std::lround(point.along.value)));
    }
    return points;
}

TEST(RaceFolder, TheHarbourSprintIsRight) { EXPECT_EQ(faults_of(harbour_sprint()), "right"); }

TEST(RaceFolder, TheHarbourSprintHasASprintsLengths) {
    const auto plan = read_race_folder(harbour_sprint());

    ASSERT_TRUE(plan);
    ASSERT_EQ(plan->course.legs().size(), 5U);
    EXPECT_NEAR((plan->course.legs()[0].end - plan->course.legs()[0].begin).value, 750, 2);
    EXPECT_NEAR((plan->course.legs()[2].end - plan->course.legs()[2].begin).value, 20'000, 20);
    EXPECT_NEAR((plan->course.legs()[4].end - plan->course.legs()[4].begin).value, 5'000, 5);
}

TEST(RaceFolder, TheHarbourSprintHasItsTimingPointsInTheOrderOfTheCourse) {
    const auto plan = read_race_folder(harbour_sprint());

    ASSERT_TRUE(plan);
    EXPECT_THAT(points_of(plan->course),
                ElementsAre("start/1 0", "first-buoy/1 240", "swim-exit/1 749", "t1-out/1 955",
                            "chapel-out/1 5105", "chapel-back/1 7001", "bike-lap/1 10953",
                            "chapel-out/2 15103", "chapel-back/2 16998", "t2-in/2 20950",
                            "t2-out/1 21126", "upper-street/1 22336", "run-lap/1 22793",
                            "upper-street/2 24003", "run-lap/2 24459", "upper-street/3 25669",
                            "finish/3 26125"));
}

TEST(RaceFolder, ASharedGateIsTwoPointsByDirection) {
    const auto plan = read_race_folder(small_folder());

    ASSERT_TRUE(plan) << faults_of(small_folder());
    EXPECT_THAT(points_of(plan->course), ElementsAre("start/1 0", "out/1 222", "back/1 778",
                                                     "out/2 1223", "back/2 1779", "finish/2 2001"));
}

} // namespace
} // namespace lanterne::exchange
