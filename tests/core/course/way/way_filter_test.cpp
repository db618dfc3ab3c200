#include <numbers>

#include <gtest/gtest.h>

#include "core/base/elementary.hpp"
#include "core/course/way/way_filter.hpp"

namespace lanterne::course {
namespace {

// Sightings each second on a circle that turns right, by one who rides so far to its right.
std::vector<Sighting> ridden_round(double radius, double right, double ground_mps, int seconds) {
    const double along_mps = ground_mps * radius / (radius - right);
    const auto direction_at = [&](double along) {
        return geo::PlanePoint{lanterne::sin(along / radius), lanterne::cos(along / radius)};
    };
    std::vector<Sighting> sightings;
    for (int t = 1; t <= seconds; ++t) {
        const double along = along_mps * t;
        sightings.push_back(
            {.t = static_cast<double>(t),
             .along = along,
             .direction = direction_at(along),
             .speed = ground_mps,
             .has_speed = true,
             .right = right,
             .bend = bend_between(direction_at(along - along_mps), direction_at(along), true)});
    }
    return sightings;
}

WayState state_in_the_middle(const std::vector<Sighting>& sightings) {
    const WayState before = start_state(0, 3, sightings.front().speed, 1, 3);
    return smoothed(before, 0, sightings).at(sightings.size() / 2);
}

// Speeds alone would have the rider 10 % shorter along than a lap's line is.
TEST(WayFilter, KnowsThatTheInnerSideOfABendIsShorter) {
    const std::vector<Sighting> sightings = ridden_round(35, 3.5, 9, 60);

    const WayState middle = state_in_the_middle(sightings);

    EXPECT_NEAR(middle.along(), sightings.at(30).along, 1);
}

TEST(WayFilter, KnowsThatTheOuterSideOfABendIsLonger) {
    const std::vector<Sighting> sightings = ridden_round(35, -3.5, 9, 60);

    const WayState middle = state_in_the_middle(sightings);

    EXPECT_NEAR(middle.along(), sightings.at(30).along, 1);
}

// A receiver's error does not turn with the way: who rides round sees it from all sides.
TEST(WayFilter, IsSurerInABendThanOnAStraight) {
    const WayState bend = state_in_the_middle(ridden_round(35, 0, 9, 60));
    const WayState straight = state_in_the_middle(ridden_round(1e6, 0, 9, 60));

    EXPECT_LT(bend.along_variance(), 0.9 * straight.along_variance());
}

TEST(Bend, TurnsRightToPositiveAndSavesWhereACornerIsRounded) {
    const geo::PlanePoint north{0, 1};
    const geo::PlanePoint east{1, 0};

    const Bend corner = bend_between(north, east, true);

    EXPECT_NEAR(corner.right, std::numbers::pi / 2, 1e-12);
    EXPECT_GT(corner.saved, 1);
    EXPECT_LT(corner.saved, 3);
    EXPECT_EQ(bend_between(east, north, true).right, -corner.right);
    EXPECT_EQ(bend_between(north, east, false).saved, -corner.saved); // back again
    EXPECT_EQ(bend_between(north, north, true).saved, 0);
}

} // namespace
} // namespace lanterne::course
