#include <cmath>
#include <limits>
#include <random>
#include <stdexcept>

#include <gtest/gtest.h>

#include "core/geo/polyline.hpp"

namespace lanterne::geo {
namespace {

const LocalPlane ground{{Latitude{45'400'000}, Longitude{13'700'000}}};

Polyline line_of(const std::vector<PlanePoint>& corners) {
    std::vector<Position> points;
    for (const PlanePoint corner : corners) {
        points.push_back(ground.to_position(corner));
    }
    return Polyline{points};
}

// 0.2 m: positions are rounded to 0.11 m at both ends.
constexpr double tolerance = 0.2;

TEST(Polyline, MeasuresAlongItself) {
    const Polyline line = line_of({{0, 0}, {100, 0}, {100, 50}});

    EXPECT_NEAR(line.length().value, 150, tolerance);
    EXPECT_NEAR(distance(line.at(Metres{120}), ground.to_position({100, 20})).value, 0, tolerance);
    EXPECT_NEAR(line.bearing_at(Metres{50}), 90, 0.2);
    EXPECT_NEAR(line.direction_at(Metres{120}).north, 1, 0.001);
}

TEST(Polyline, IsClampedToItsEnds) {
    const Polyline line = line_of({{0, 0}, {100, 0}});

    EXPECT_EQ(line.at(Metres{-5}), line.points().front());
    EXPECT_EQ(line.at(Metres{500}), line.points().back());
}

TEST(Polyline, MergesNeighboursAtTheSamePlace) {
    const Polyline line = line_of({{0, 0}, {0, 0}, {100, 0}, {100, 0}});

    EXPECT_EQ(line.points().size(), 2U);
}

TEST(Polyline, OfOnePlaceOrOffTheEarthIsRefused) {
    EXPECT_THROW(line_of({}), std::invalid_argument);
    EXPECT_THROW(line_of({{5, 5}, {5, 5}}), std::invalid_argument);
    EXPECT_THROW((Polyline{{{Latitude{91'000'000}, Longitude{0}}, {Latitude{0}, Longitude{0}}}}),
                 std::invalid_argument);
}

TEST(Polyline, SaysOnWhichSideAPlaceLies) {
    const Polyline line = line_of({{0, 0}, {100, 0}});

    EXPECT_NEAR(line.nearest(ground.to_position({40, -7})).right, 7, tolerance);
    EXPECT_NEAR(line.nearest(ground.to_position({40, 7})).right, -7, tolerance);
}

TEST(Polyline, NamesBothSidesOfAnOutAndBack) {
    const Polyline line = line_of({{0, 0}, {300, 0}, {300, 4}, {0, 4}});

    const std::vector<Projection> found = line.near(ground.to_position({100, 1}), Metres{20});

    ASSERT_EQ(found.size(), 2U);
    EXPECT_NEAR(found[0].along, 100, tolerance);
    EXPECT_NEAR(found[0].distance, 1, tolerance);
    EXPECT_NEAR(found[1].along, 504, tolerance);
    EXPECT_NEAR(found[1].distance, 3, tolerance);
}

TEST(Polyline, NamesACornerOnceFromOutsideAndBothArmsFromInside) {
    const Polyline line = line_of({{0, 0}, {100, 0}, {100, 100}});

    const std::vector<Projection> outside = line.near(ground.to_position({105, -5}), Metres{20});
    const std::vector<Projection> inside = line.near(ground.to_position({88, 12}), Metres{20});

    ASSERT_EQ(outside.size(), 1U);
    EXPECT_NEAR(outside[0].along, 100, tolerance);
    ASSERT_EQ(inside.size(), 2U);
    EXPECT_NEAR(inside[0].along, 88, tolerance);
    EXPECT_NEAR(inside[1].along, 112, tolerance);
}

TEST(Polyline, NamesNothingFartherThanTheRadius) {
    const Polyline line = line_of({{0, 0}, {100, 0}});

    EXPECT_TRUE(line.near(ground.to_position({50, 21}), Metres{20}).empty());
}

// A line of so many corners within 2 km.
Polyline tangle(std::mt19937_64& random) {
    std::vector<PlanePoint> corners;
    for (int i = 0; i < 700; ++i) {
        corners.push_back({static_cast<double>(random() % 20'000) / 10,
                           static_cast<double>(random() % 20'000) / 10});
    }
    return line_of(corners);
}

// Along those of the places that lie on the stretch, which may begin or end beyond the line's ends.
std::vector<double> on_stretch(const std::vector<Projection>& places, const Stretch& stretch,
                               double length) {
    std::vector<double> along;
    for (const Projection& place : places) {
        for (const double shift : {-length, 0.0, length}) {
            if (place.along + shift >= stretch.from && place.along + shift <= stretch.to) {
                along.push_back(place.along);
                break;
            }
        }
    }
    return along;
}

TEST(Polyline, FindsEachPlaceOnceWhereAStretchIsAllOfIt) {
    const Polyline line = line_of({{0, 0}, {100, 0}, {100, 100}, {0, 100}, {0, 0}});
    const Position place = ground.to_position({50, -3});

    for (const double from : {-200.0, -1.0, 0.0, 40.0, 60.0, 350.0}) {
        const Stretch all{from, from + line.length().value};
        EXPECT_EQ(line.near_on(all, place, Metres{20}).size(), 1U) << from;
    }
}

TEST(Polyline, FindsOnAStretchWhatItFindsEverywhereElse) {
    std::mt19937_64 random{11};
    const Polyline line = tangle(random);
    const double length = line.length().value;
    const auto part = [&] { return static_cast<double>(random() % 10'000) / 10'000; };
    std::size_t compared = 0;

    for (int i = 0; i < 300; ++i) {
        const Position place = ground.to_position({2000 * part(), 2000 * part()});
        const double from = (1.2 * part() - 0.2) * length;
        const Stretch stretch{from, from + part() * part() * length};
        const auto all = line.near(place, Metres{60}, Metres{0});
        const auto some = line.near_on(stretch, place, Metres{60});

        compared += on_stretch(all, stretch, length).size();
        EXPECT_EQ(on_stretch(some, stretch, length), on_stretch(all, stretch, length)) << i;
        EXPECT_LE(some.size(), all.size());
    }
    EXPECT_GT(compared, 300U);
}

// The boxes are there for speed alone: with and without them the nearest place is the same.
TEST(Polyline, FindsThroughItsBoxesWhatAScanFinds) {
    std::mt19937_64 random{7};
    const auto metres = [&] { return static_cast<double>(random() % 20'000) / 10; };
    const Polyline line = tangle(random);

    for (int i = 0; i < 200; ++i) {
        const Position place = ground.to_position({metres(), metres()});
        const PlanePoint point = line.plane().to_plane(place);
        double least = std::numeric_limits<double>::infinity();
        for (std::size_t k = 0; k + 1 < line.points().size(); ++k) {
            const PlanePoint a = line.plane().to_plane(line.points()[k]);
            const PlanePoint b = line.plane().to_plane(line.points()[k + 1]);
            const double part = std::clamp(dot(point - a, b - a) / dot(b - a, b - a), 0.0, 1.0);
            least = std::min(least, length(point - (a + (b - a) * part)));
        }
        EXPECT_DOUBLE_EQ(line.nearest(place).distance, least);
    }
}

} // namespace
} // namespace lanterne::geo
