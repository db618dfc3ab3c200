#include <cmath>

#include <gtest/gtest.h>

#include "tests/simulator/support/small_race.hpp"

namespace lanterne::simulator {
namespace {

using course::Sport;

const course::Course corner =
    small_course({{.sport = Sport::bike, .steps = {{1'000, 0}, {0, 1'000}}, .gradient = 0.05}});

TEST(Road, GoesWhereTheCourseGoesAndStraightOnBeyondItsEnds) {
    const Road road{corner};
    const geo::PlanePoint begin = road.place_at(0).point;

    EXPECT_NEAR(length(road.place_at(400).point - begin), 400, 0.1);
    EXPECT_NEAR(road.place_at(400).direction.east, 1, 1e-6);
    EXPECT_NEAR((road.place_at(-50).point - begin).east, -50, 0.1);
    EXPECT_NEAR((road.place_at(2'080).point - begin).north, 1'080, 0.2);
    EXPECT_NEAR(road.place_at(1'500).direction.north, 1, 1e-6);
}

TEST(Road, KnowsItsHeightsAndThatItDoesNotKnowThem) {
    const Road road{corner};
    std::vector<course::Leg> flat{
        {.id = "leg", .name = "", .sport = Sport::run, .line = corner.legs()[0].line}};
    const course::Course unknown{flat, corner.locations(), {}};

    EXPECT_NEAR(road.gradient_at(700), 0.05, 1e-4);
    EXPECT_NEAR(*road.height_at(700), 135, 0.1);
    EXPECT_EQ(Road{unknown}.height_at(700), std::nullopt);
    EXPECT_EQ(Road{unknown}.gradient_at(700), 0);
}

TEST(Road, IsSlowInABendAndBrakesBeforeIt) {
    const Road road{corner};

    EXPECT_LT(road.limit_mps(1'000), 6);
    EXPECT_NEAR(road.limit_mps(960), std::sqrt(5.5 * 5.5 + 2 * Road::braking_mps2 * 35), 2);
    EXPECT_GT(road.limit_mps(1'030), 30);
}

TEST(Road, HasOneTurnAtACornerAndNoneInTheWater) {
    const Road road{corner};
    const course::Course water =
        small_course({{.sport = Sport::swim, .steps = {{1'000, 0}, {0, 1'000}}}});

    ASSERT_EQ(road.turns().size(), 1U);
    EXPECT_NEAR(road.turns()[0], 980, 12);
    EXPECT_TRUE(Road{water}.turns().empty());
}

} // namespace
} // namespace lanterne::simulator
