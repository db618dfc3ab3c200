#include <cmath>

#include <gtest/gtest.h>

#include "core/geo/plane.hpp"

namespace lanterne::geo {
namespace {

Position at(double latitude, double longitude) {
    return {Latitude{static_cast<std::int32_t>(std::lround(latitude * 1e6))},
            Longitude{static_cast<std::int32_t>(std::lround(longitude * 1e6))}};
}

// The lengths of a hundredth of a degree on WGS 84 are textbook figures (1111.32 m north and
// 788.47 m east at 45 degrees; 1113.19 m east on the equator); 0.05 m is half the resolution.
TEST(Distance, IsThatOfTheEllipsoid) {
    EXPECT_NEAR(distance(at(44.995, 7), at(45.005, 7)).value, 1'111.32, 0.05);
    EXPECT_NEAR(distance(at(45, 7), at(45, 7.01)).value, 788.47, 0.05);
    EXPECT_NEAR(distance(at(0, 7), at(0, 7.01)).value, 1'113.19, 0.05);
}

TEST(Distance, TakesTheShortWayAcrossThe180thMeridian) {
    EXPECT_NEAR(distance(at(-17, 179.995), at(-17, -179.995)).value,
                distance(at(-17, 0), at(-17, 0.01)).value, 1e-6);
}

TEST(LocalPlane, KeepsLengthsTrueFiftyKilometresAway) {
    const LocalPlane plane{at(60, 10)};
    const Position corner = at(60.3, 10.5);
    const Position beside = at(60.31, 10.52);

    const double seen = length(plane.to_plane(beside) - plane.to_plane(corner));

    EXPECT_NEAR(seen / distance(corner, beside).value, 1.0, 0.001);
}

TEST(LocalPlane, GivesBackThePositionItWasGiven) {
    for (const Position origin : {at(45.4, 13.7), at(-68, -120), at(0, 0), at(-17, 179.99)}) {
        const LocalPlane plane{origin};
        const Position far{Latitude{origin.latitude.e6 + 250'000},
                           Longitude{origin.longitude.e6 - 370'000}};

        EXPECT_EQ(plane.to_position(plane.to_plane(far)), far);
    }
}

TEST(LocalPlane, StaysFiniteAtThePole) {
    const LocalPlane plane{at(90, 0)};

    EXPECT_TRUE(is_on_earth(plane.to_position({1e7, 1e7})));
}

TEST(Bearing, TurnsClockwiseFromNorth) {
    EXPECT_DOUBLE_EQ(bearing_of({0, 1}), 0);
    EXPECT_DOUBLE_EQ(bearing_of({1, 0}), 90);
    EXPECT_DOUBLE_EQ(bearing_of({0, -1}), 180);
    EXPECT_DOUBLE_EQ(bearing_of({-1, 0}), 270);
    EXPECT_NEAR(bearing_of(direction_of(123)), 123, 1e-9);
}

} // namespace
} // namespace lanterne::geo
