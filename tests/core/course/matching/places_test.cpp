#include <gtest/gtest.h>

#include "core/course/matching/places.hpp"

namespace lanterne::course {
namespace {

const geo::LocalPlane ground{{Latitude{45'400'000}, Longitude{13'700'000}}};

Leg leg(Sport sport, std::vector<geo::PlanePoint> corners, std::uint32_t laps = 1) {
    std::vector<Position> points;
    for (const geo::PlanePoint corner : corners) {
        points.push_back(ground.to_position(corner));
    }
    const std::string id{to_text(sport)};
    return {.id = id, .name = id, .sport = sport, .line = geo::Polyline{points}, .laps = laps};
}

constexpr double gate = 45;
constexpr double tolerance = 0.5; // rounded positions, twice, and the length of the line before

// Three laps of a square of 400 m, then 100 m to the west.
Course square_and_out() {
    return {{leg(Sport::bike, {{0, 0}, {100, 0}, {100, 100}, {0, 100}, {0, 0}}, 3),
             leg(Sport::run, {{0, 0}, {-100, 0}})},
            {},
            {}};
}

TEST(PlacesNear, NamesEachLapWithinReach) {
    const auto found = places_near(square_and_out(), ground.to_position({50, -2}),
                                   {.low = 0, .high = 2'000, .gate = gate});

    ASSERT_EQ(found.size(), 3U);
    EXPECT_NEAR(found[0].along, 50, tolerance);
    EXPECT_NEAR(found[1].along, 450, tolerance);
    EXPECT_NEAR(found[2].along, 850, tolerance);
    EXPECT_NEAR(found[0].right, 2, tolerance);
}

TEST(PlacesNear, LeavesOutWhatIsOutOfReach) {
    const Course course = square_and_out();
    const Position place = ground.to_position({50, -2});

    EXPECT_EQ(places_near(course, place, {.low = 300, .high = 600, .gate = gate}).size(), 1U);
    EXPECT_TRUE(places_near(course, place, {.low = 100, .high = 400, .gate = gate}).empty());
    EXPECT_TRUE(places_near(course, place, {.low = 0, .high = 2'000, .gate = 1}).empty());
}

TEST(PlacesNear, NamesTheJointOfTwoLapsOnce) {
    const auto found = places_near(square_and_out(), ground.to_position({0, 0}),
                                   {.low = 300, .high = 500, .gate = gate});

    ASSERT_EQ(found.size(), 1U);
    EXPECT_NEAR(found[0].along, 400, tolerance);
}

TEST(PlacesNear, PrefersTheNextLegToTheEndOfTheLastOne) {
    const auto found = places_near(square_and_out(), ground.to_position({-12, -1}),
                                   {.low = 1'150, .high = 1'250, .gate = gate});

    ASSERT_EQ(found.size(), 1U);
    EXPECT_NEAR(found[0].along, 1'212, tolerance);
    EXPECT_EQ(found[0].leg, 1U);
}

TEST(PlacesNear, GoesOnStraightBehindTheStartAndBeyondTheFinish) {
    const Course course = square_and_out();
    const Reach reach{.low = -200, .high = 2'000, .gate = gate};

    const auto behind =
        places_near(course, ground.to_position({-60, -3}), {.low = -200, .high = 0, .gate = gate});
    const auto beyond = places_near(course, ground.to_position({-130, 3}), reach);

    ASSERT_EQ(behind.size(), 1U);
    EXPECT_NEAR(behind[0].along, -60, tolerance);
    ASSERT_FALSE(beyond.empty());
    EXPECT_NEAR(beyond.back().along, 1'330, tolerance);
}

} // namespace
} // namespace lanterne::course
