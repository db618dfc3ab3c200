#include <cmath>
#include <limits>
#include <stdexcept>

#include <gtest/gtest.h>

#include "core/course/course.hpp"

namespace lanterne::course {
namespace {

const geo::LocalPlane ground{{Latitude{45'400'000}, Longitude{13'700'000}}};

Leg leg(std::string id, Sport sport, std::vector<geo::PlanePoint> corners, std::uint32_t laps = 1) {
    std::vector<Position> points;
    for (const geo::PlanePoint corner : corners) {
        points.push_back(ground.to_position(corner));
    }
    return {.id = id, .name = id, .sport = sport, .line = geo::Polyline{points}, .laps = laps};
}

// out 100 m, then three laps of a 400 m square
std::vector<Leg> two_legs() {
    return {leg("out", Sport::run, {{-100, 0}, {0, 0}}),
            leg("square", Sport::bike, {{0, 0}, {100, 0}, {100, 100}, {0, 100}, {0, 0}}, 3)};
}

const std::vector<Location> gate{{.id = "gate", .position = ground.to_position({0, 0})}};

TimingPoint point(std::string id, PointKind kind, std::size_t leg, std::uint32_t lap,
                  double along) {
    return {.id = id,
            .name = id,
            .kind = kind,
            .location = "gate",
            .leg = leg,
            .lap = lap,
            .along = Metres{along}};
}

TEST(Course, LaysItsLegsAndLapsOneAfterTheOther) {
    const Course course{two_legs(), {}, {}};

    EXPECT_NEAR(course.length().value, 1'300, 1);
    EXPECT_NEAR(course.legs()[1].begin.value, 100, 0.2);

    const Course::Place place = course.place_at(Metres{100 + 2 * 400 + 50});
    EXPECT_EQ(place.leg, 1U);
    EXPECT_EQ(place.lap, 3U);
    EXPECT_NEAR(place.in_lap.value, 50, 1);
}

TEST(Course, ClampsAPlaceToItsEnds) {
    const Course course{two_legs(), {}, {}};

    EXPECT_EQ(course.place_at(Metres{-10}).leg, 0U);
    EXPECT_EQ(course.place_at(Metres{-10}).in_lap, Metres{0});
    EXPECT_EQ(course.place_at(Metres{5'000}).lap, 3U);
    EXPECT_EQ(course.position_at(Metres{5'000}), ground.to_position({0, 0}));
}

TEST(Course, TakesTheEndOfALegAsTheBeginOfTheNext) {
    const Course course{two_legs(), {}, {}};

    const Course::Place place = course.place_at(course.legs()[0].end);

    EXPECT_EQ(place.leg, 1U);
    EXPECT_EQ(place.lap, 1U);
    EXPECT_EQ(place.in_lap, Metres{0});
}

TEST(Course, SortsItsPointsByTheWayWithStartFirstAndFinishLast) {
    const Course course{
        two_legs(),
        gate,
        {point("finish", PointKind::finish, 0, 1, 50), point("split", PointKind::split, 0, 1, 50),
         point("start", PointKind::start, 0, 1, 50), point("early", PointKind::split, 0, 1, 10)}};

    EXPECT_EQ(course.points()[0].id, "early");
    EXPECT_EQ(course.points()[1].id, "start");
    EXPECT_EQ(course.points()[2].id, "split");
    EXPECT_EQ(course.points()[3].id, "finish");
}

TEST(Course, RefusesPointsThatAreNotOnIt) {
    const auto with = [](const TimingPoint& p) { return Course{two_legs(), gate, {p}}; };

    EXPECT_NO_THROW(with(point("x", PointKind::split, 0, 1, 99)));
    EXPECT_THROW(with(point("x", PointKind::split, 2, 1, 99)), std::invalid_argument);
    EXPECT_THROW(with(point("x", PointKind::split, 0, 2, 99)), std::invalid_argument);
    EXPECT_THROW(with(point("x", PointKind::split, 0, 0, 99)), std::invalid_argument);
    EXPECT_THROW(with(point("x", PointKind::split, 0, 1, 101)), std::invalid_argument);
    EXPECT_THROW(with(point("x", PointKind::split, 0, 1, std::numeric_limits<double>::quiet_NaN())),
                 std::invalid_argument);
    EXPECT_THROW((Course{two_legs(), {}, {point("x", PointKind::split, 0, 1, 99)}}),
                 std::invalid_argument);
    EXPECT_THROW(
        (Course{two_legs(),
                gate,
                {point("x", PointKind::split, 0, 1, 9), point("x", PointKind::split, 0, 1, 10)}}),
        std::invalid_argument);
}

TEST(Course, RefusesNoLegsNoLapsAndTooManyLaps) {
    EXPECT_THROW((Course{{}, {}, {}}), std::invalid_argument);
    for (const std::uint32_t laps : {0U, 1'001U, 10'000U}) {
        EXPECT_THROW((Course{{leg("a", Sport::run, {{0, 0}, {9, 0}}, laps)}, {}, {}}),
                     std::invalid_argument);
    }
    EXPECT_NO_THROW((Course{{leg("a", Sport::run, {{0, 0}, {9, 0}}, 1'000)}, {}, {}}));
}

TEST(Names, AreReadAsTheyAreWritten) {
    for (const Sport sport :
         {Sport::swim, Sport::bike, Sport::run, Sport::transition, Sport::other}) {
        EXPECT_EQ(parse_sport(to_text(sport)), sport);
    }
    for (const PointKind kind :
         {PointKind::start, PointKind::split, PointKind::lap, PointKind::transition,
          PointKind::sprint, PointKind::climb, PointKind::finish}) {
        EXPECT_EQ(parse_point_kind(to_text(kind)), kind);
    }
    EXPECT_FALSE(parse_sport("Swim"));
    EXPECT_FALSE(parse_point_kind(""));
}

} // namespace
} // namespace lanterne::course
