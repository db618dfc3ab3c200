#include <gtest/gtest.h>

#include "firmware/sending/gates.hpp"
#include "tests/firmware/ground.hpp"

namespace lanterne::firmware {
namespace {

using course::PointKind;

/// A bike leg of three laps of 1000 m with a point at each lap's end, then a run of 500 m to the
/// finish.
course::Course two_legs() {
    std::vector<course::Leg> legs;
    legs.push_back({.id = "bike", .line = line_along({{0, 0}, {1000, 0}}), .laps = 3});
    legs.push_back({.id = "run", .line = line_along({{1000, 0}, {1000, 500}})});
    course::unroll(legs);
    std::vector<course::TimingPoint> points;
    for (std::uint32_t lap = 1; lap <= 3; ++lap) {
        points.push_back({.id = "lap",
                          .kind = PointKind::lap,
                          .location = "gate",
                          .lap = lap,
                          .along = course::unrolled(legs[0], lap, legs[0].line.length())});
    }
    points.push_back({.id = "finish",
                      .kind = PointKind::finish,
                      .location = "gate",
                      .leg = 1,
                      .along = legs[1].end});
    return {legs, {{.id = "gate", .position = ground.to_position({0, 0})}}, points};
}

TEST(Gates, APointIsNearForTenSecondsOfTravelOnEitherSide) {
    const auto course = course_along({{0, 0}, {1000, 0}}, {400});
    const Gates gates{*course};

    EXPECT_FALSE(gates.is_near(Metres{359}, 4));
    EXPECT_TRUE(gates.is_near(Metres{361}, 4));
    EXPECT_TRUE(gates.is_near(Metres{439}, 4));
    EXPECT_FALSE(gates.is_near(Metres{441}, 4));
}

TEST(Gates, NearIsNeverLessThan20MetresNorMoreThan150) {
    const auto course = course_along({{0, 0}, {1000, 0}}, {400});
    const Gates gates{*course};

    EXPECT_TRUE(gates.is_near(Metres{381}, 0.5));
    EXPECT_FALSE(gates.is_near(Metres{379}, 0.5));
    EXPECT_TRUE(gates.is_near(Metres{251}, 30));
    EXPECT_FALSE(gates.is_near(Metres{249}, 30));
}

TEST(Gates, AFinishIsNearFrom200Metres) {
    const auto course = course_along({{0, 0}, {1000, 0}}, {}, true);
    const Gates gates{*course};
    const double end = course->length().value;

    EXPECT_FALSE(gates.is_near(Metres{end - 201}, 3));
    EXPECT_TRUE(gates.is_near(Metres{end - 199}, 3));
}

TEST(Gates, ALapsEndIsNearItsBeginOnEachLap) {
    const course::Course course = two_legs();
    const Gates gates{course};
    const double lap = course::lap_length(course.legs()[0]).value;

    for (const double at : {0.0, lap, 2 * lap}) {
        EXPECT_TRUE(gates.is_near(Metres{at + 29}, 3)) << at;
        EXPECT_FALSE(gates.is_near(Metres{at + 31}, 3)) << at;
        EXPECT_TRUE(gates.is_near(Metres{at + lap - 29}, 3)) << at;
        EXPECT_FALSE(gates.is_near(Metres{at + lap - 31}, 3)) << at;
    }
}

TEST(Gates, ALegsEndIsNearTheNextOnesBegin) {
    const course::Course course = two_legs();
    const Gates gates{course};
    const double run = course.legs()[1].begin.value;

    EXPECT_TRUE(gates.is_near(Metres{run + 29}, 3));
    EXPECT_FALSE(gates.is_near(Metres{run + 31}, 3));
}

TEST(Gates, ACourseWithoutTimingPointsHasNone) {
    const auto course = course_along({{0, 0}, {1000, 0}});

    EXPECT_FALSE(Gates{*course}.is_near(Metres{500}, 5));
}

} // namespace
} // namespace lanterne::firmware
