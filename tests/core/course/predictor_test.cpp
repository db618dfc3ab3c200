#include <cmath>
#include <stdexcept>
#include <vector>

#include <gtest/gtest.h>

#include "core/course/predictor.hpp"

namespace lanterne::course {
namespace {

using geo::PlanePoint;

const UtcTime start = *parse_time("2026-06-14T07:00:00Z");

UtcTime at(double seconds) {
    return start + Milliseconds{static_cast<std::int64_t>(seconds * 1000)};
}

/// A piece of ground, metres east and north of its middle.
struct Ground {
    geo::LocalPlane plane;

    explicit Ground(Position middle = {Latitude{45'400'000}, Longitude{13'700'000}})
        : plane{middle} {}

    Course course(const std::vector<PlanePoint>& corners, std::uint32_t laps = 1) const {
        std::vector<Position> points;
        for (const PlanePoint corner : corners) {
            points.push_back(plane.to_position(corner));
        }
        return {{{.id = "run",
                  .name = "Run",
                  .sport = Sport::run,
                  .line = geo::Polyline{points},
                  .laps = laps}},
                {},
                {}};
    }

    /// A fix that states its velocity.
    Fix fix(double seconds, PlanePoint where, PlanePoint velocity, double accuracy_m = 3) const {
        Fix fix = silent_fix(seconds, where);
        fix.speed_dmps = static_cast<std::uint16_t>(std::lround(geo::length(velocity) * 10));
        fix.course_2deg =
            static_cast<std::uint8_t>(std::lround(geo::bearing_of(velocity) / 2) % 180);
        fix.accuracy_dm = static_cast<std::uint16_t>(std::lround(accuracy_m * 10));
        return fix;
    }

    /// One that states where, and nothing else.
    Fix silent_fix(double seconds, PlanePoint where) const {
        return {.time = at(seconds), .position = plane.to_position(where)};
    }

    /// A fix a second of one who goes steadily from there and is here at `until`.
    std::vector<Fix> walk(double until, int fixes, PlanePoint here, PlanePoint velocity) const {
        std::vector<Fix> walked;
        for (int ago = fixes - 1; ago >= 0; --ago) {
            walked.push_back(fix(until - ago, here - velocity * ago, velocity));
        }
        return walked;
    }
};

/// Both coordinates within 0.2 m: a millionth of a degree is 0.1 m, and rounded twice.
testing::AssertionResult lies_at(const Ground& ground, PlanePoint expected, Position position) {
    const PlanePoint found = ground.plane.to_plane(position);
    if (geo::length(found - expected) < 0.2) {
        return testing::AssertionSuccess();
    }
    return testing::AssertionFailure() << "is at " << found.east << ", " << found.north
                                       << " and not " << expected.east << ", " << expected.north;
}

constexpr PlanePoint east{1, 0};
constexpr PlanePoint north{0, 1};

TEST(Predictor, WithoutACourseGoesStraightOnAsTheNewestFixStates) {
    const Ground ground;
    const std::vector fixes{ground.fix(0, {-50, 0}, north * 9), ground.fix(1, {0, 0}, east * 4)};

    const Predictor predictor{fixes, nullptr};

    EXPECT_TRUE(lies_at(ground, {40, 0}, predictor.at(at(11)).position));
    EXPECT_DOUBLE_EQ(predictor.at(at(11)).ahead.value, 40);
    EXPECT_FALSE(predictor.at(at(11)).along);
}

TEST(Predictor, TakesTheWayBetweenFixesThatStateNoVelocity) {
    const Ground ground;
    const std::vector two{ground.silent_fix(0, {0, 0}), ground.silent_fix(2, {6, 8})};

    EXPECT_TRUE(lies_at(ground, {36, 48}, Predictor(two, nullptr).at(at(12)).position));
}

TEST(Predictor, TakesTheWaySinceSomeSecondsSoThatNoiseIsNoVelocity) {
    const Ground ground;
    std::vector<Fix> fixes;
    for (int second = 0; second <= 10; ++second) {
        fixes.push_back(ground.silent_fix(second, {4.0 * second, second % 2 == 0 ? 0.0 : 2.0}));
    }

    const Position there = Predictor{fixes, nullptr}.at(at(20)).position;

    EXPECT_NEAR(ground.plane.to_plane(there).east, 80, 0.5);
    EXPECT_NEAR(ground.plane.to_plane(there).north, 0, 4.5); // 2 m in 5 s, gone on for 10 s
}

TEST(Predictor, BelievesASpeedWithoutACourseOnlyForOneWhoStands) {
    const Ground ground;
    std::vector fixes{ground.silent_fix(0, {0, 0}), ground.silent_fix(5, {20, 0})};
    fixes.back().speed_dmps = 3;
    EXPECT_TRUE(lies_at(ground, {20, 0}, Predictor(fixes, nullptr).at(at(15)).position));

    fixes.back().speed_dmps = 70;
    EXPECT_TRUE(lies_at(ground, {60, 0}, Predictor(fixes, nullptr).at(at(15)).position));
}

TEST(Predictor, OneFixWithoutVelocityStands) {
    const Ground ground;
    const std::vector one{ground.silent_fix(0, {7, 7})};

    EXPECT_TRUE(lies_at(ground, {7, 7}, Predictor(one, nullptr).at(at(30)).position));
}

TEST(Predictor, FixesAcrossALongGapTellNoVelocity) {
    const Ground ground;
    const std::vector fixes{ground.silent_fix(0, {0, 0}), ground.silent_fix(61, {122, 0})};

    EXPECT_EQ(Predictor(fixes, nullptr).speed_mps(), 0);
}

TEST(Predictor, SlowerThanAStandStaysWhereTheNewestFixIs) {
    const Ground ground;
    const Course course = ground.course({{0, 0}, {1000, 0}});
    const std::vector fixes{ground.fix(0, {100, 6}, east * 0.4)};

    const Predictor predictor{fixes, &course};

    EXPECT_TRUE(lies_at(ground, {100, 6}, predictor.at(at(60)).position));
}

TEST(Predictor, GoesStraightForAMinuteAtMost) {
    const Ground ground;
    const std::vector fixes{ground.fix(0, {0, 0}, east * 5)};

    EXPECT_DOUBLE_EQ(Predictor(fixes, nullptr).at(at(3'600)).ahead.value, 300);
}

TEST(Predictor, IsWhereTheNewestFixIsBeforeItsTime) {
    const Ground ground;
    const std::vector fixes{ground.fix(0, {0, 0}, east * 5)};

    EXPECT_EQ(Predictor(fixes, nullptr).at(at(-5)).position, fixes.back().position);
}

TEST(Predictor, NeedsAFix) { EXPECT_THROW(Predictor({}, nullptr), std::invalid_argument); }

TEST(Predictor, GoesOnChangingSpeedForSomeSecondsHalfAsFast) {
    const Ground ground;
    const std::vector fixes{ground.fix(0, {-45, 0}, east * 10), ground.fix(5, {0, 0}, east * 8)};

    const Predictor predictor{fixes, nullptr};

    // 2 m/s in 5 s, half of it: 0.2 m/s each second, so 7.2 m/s after four.
    EXPECT_NEAR(predictor.at(at(9)).ahead.value, 4 * 7.6, 1e-9);
    EXPECT_NEAR(predictor.at(at(19)).ahead.value, 4 * 7.6 + 10 * 7.2, 1e-9);
}

TEST(Predictor, WhoBrakesComesToAStandAndNeverGoesBack) {
    const Ground ground;
    const std::vector fixes{ground.fix(0, {-20, 0}, east * 12), ground.fix(3, {0, 0}, east)};

    const Predictor predictor{fixes, nullptr};

    EXPECT_NEAR(predictor.at(at(7)).ahead.value, 2, 1e-9);
    EXPECT_NEAR(predictor.at(at(50)).ahead.value, 2, 1e-9);
}

TEST(Predictor, FollowsTheCourseAroundItsBends) {
    const Ground ground;
    const Course course = ground.course({{0, 0}, {100, 0}, {100, 500}});
    const auto fixes = ground.walk(0, 10, {80, 0}, east * 4);

    const Predicted there = Predictor{fixes, &course}.at(at(20));

    EXPECT_TRUE(lies_at(ground, {100, 60}, there.position));
    EXPECT_NEAR(there.along->value, 160, 0.3);
    EXPECT_DOUBLE_EQ(there.ahead.value, 80);
}

TEST(Predictor, TheDirectionDecidesOnAnOutAndBack) {
    const Ground ground;
    const Course course = ground.course({{0, 0}, {1000, 0}, {1000, 8}, {0, 8}});
    const PlanePoint between{600, 4};

    const auto out = Predictor{ground.walk(0, 10, between, east * 4), &course}.at(at(10));
    const auto back = Predictor{ground.walk(0, 10, between, east * -4), &course}.at(at(10));

    EXPECT_NEAR(out.along->value, 640, 0.5);
    EXPECT_NEAR(back.along->value, 1448, 0.5);
}

TEST(Predictor, TurnsAtTheEndOfAnOutAndBack) {
    const Ground ground;
    const Course course = ground.course({{0, 0}, {1000, 0}, {0, 0}});
    const auto fixes = ground.walk(0, 10, {980, 0}, east * 4);

    EXPECT_TRUE(lies_at(ground, {960, 0}, Predictor(fixes, &course).at(at(15)).position));
}

TEST(Predictor, TheDirectionDecidesWhereTheCourseCrossesItself) {
    const Ground ground;
    const Course course = ground.course({{-300, 0}, {300, 0}, {300, 300}, {0, 300}, {0, -300}});

    const auto first = Predictor{ground.walk(0, 5, {0, 0}, east * 4), &course}.at(at(10));
    const auto second = Predictor{ground.walk(0, 5, {0, 0}, north * -4), &course}.at(at(10));

    EXPECT_TRUE(lies_at(ground, {40, 0}, first.position));
    EXPECT_TRUE(lies_at(ground, {0, -40}, second.position));
}

TEST(Predictor, TheEarlierFixesDecideBetweenTwoRoadsInTheSameDirection) {
    const Ground ground;
    const Course course = ground.course({{0, 0},
                                         {400, 0},
                                         {400, 200},
                                         {-100, 200},
                                         {-100, -100},
                                         {100, -100},
                                         {100, 10},
                                         {400, 10},
                                         {400, -400}});
    // Came from the south on the second way and is nearer to the first now.
    std::vector<Fix> fixes;
    for (int i = 0; i < 10; ++i) {
        fixes.push_back(ground.fix(i, {100, -30.0 + 4 * i}, north * 4));
    }
    for (int i = 1; i <= 4; ++i) {
        fixes.push_back(ground.fix(9 + i, {100.0 + 4 * i, 4}, east * 4));
    }

    const Predicted there = Predictor{fixes, &course}.at(at(13));

    EXPECT_GT(there.along->value, 1500);
}

TEST(Predictor, APositionIsTheSameOnEachLap) {
    const Ground ground;
    const std::vector<PlanePoint> square{{0, 0}, {200, 0}, {200, 200}, {0, 200}, {0, 0}};
    const Course once = ground.course(square);
    const Course often = ground.course(square, 12);
    const auto fixes = ground.walk(0, 20, {200, 100}, north * 4);

    const Predicted on_first = Predictor{fixes, &once}.at(at(30));
    const Predicted on_any = Predictor{fixes, &often}.at(at(30));

    EXPECT_EQ(on_any.position, on_first.position);
    EXPECT_EQ(on_any.along, on_first.along);
}

TEST(Predictor, GoesAnotherLapBehindTheEndOfOne) {
    const Ground ground;
    const Course course = ground.course({{0, 0}, {200, 0}, {200, 200}, {0, 200}, {0, 0}}, 3);
    const auto fixes = ground.walk(0, 10, {0, 20}, north * -4);

    EXPECT_TRUE(lies_at(ground, {40, 0}, Predictor(fixes, &course).at(at(15)).position));
}

TEST(Predictor, KnowsTheSecondLapByWhereTheFixesCameFrom) {
    const Ground ground;
    const Course course = ground.course({{0, 0}, {200, 0}, {200, 200}, {0, 200}, {0, 0}}, 3);
    auto fixes = ground.walk(0, 16, {0, 4}, north * -4);
    fixes.push_back(ground.fix(2, {4, 0}, east * 4));

    EXPECT_NEAR(Predictor(fixes, &course).at(at(2)).along->value, 804, 0.5);
}

TEST(Predictor, GoesToTheEndOfTheCourseAndNoFarther) {
    const Ground ground;
    const Course course = ground.course({{0, 0}, {500, 0}});
    const auto fixes = ground.walk(0, 10, {480, 0}, east * 4);

    const Predicted there = Predictor{fixes, &course}.at(at(60));

    EXPECT_TRUE(lies_at(ground, {500, 0}, there.position));
    EXPECT_EQ(there.along, course.length());
}

TEST(Predictor, GoesAlongTheCourseForFiveMinutesAtMost) {
    const Ground ground;
    const Course course = ground.course({{0, 0}, {9000, 0}});
    const auto fixes = ground.walk(0, 10, {480, 0}, east * 4);

    EXPECT_DOUBLE_EQ(Predictor(fixes, &course).at(at(3'600)).ahead.value, 1'200);
}

TEST(Predictor, BesideTheLineStaysBesideItLessWhatTheAccuracyExplains) {
    const Ground ground;
    const Course course = ground.course({{0, 0}, {100, 0}, {100, 500}});
    const auto near = ground.walk(0, 10, {50, -2}, east * 4);
    const auto beside = ground.walk(0, 10, {50, -10}, east * 4);

    EXPECT_TRUE(lies_at(ground, {90, 0}, Predictor(near, &course).at(at(10)).position));
    EXPECT_TRUE(lies_at(ground, {90, -7}, Predictor(beside, &course).at(at(10)).position));
    EXPECT_TRUE(lies_at(ground, {107, 50}, Predictor(beside, &course).at(at(25)).position));
}

TEST(Predictor, WhoIsFartherFromTheLineThanTheGateGoesStraight) {
    const Ground ground;
    const Course course = ground.course({{0, 0}, {500, 0}});

    EXPECT_TRUE(Predictor(ground.walk(0, 10, {200, 24}, east * 4), &course).is_on_course());
    EXPECT_FALSE(Predictor(ground.walk(0, 10, {200, 26}, east * 4), &course).is_on_course());
}

TEST(Predictor, TheGateIsWiderForAReceiverThatSaysItIsBad) {
    const Ground ground;
    const Course course = ground.course({{0, 0}, {500, 0}});
    const std::vector fixes{ground.fix(0, {200, 59}, east * 4, 30)};
    const std::vector too_far{ground.fix(0, {200, 61}, east * 4, 30)};

    EXPECT_TRUE(Predictor(fixes, &course).is_on_course());
    EXPECT_FALSE(Predictor(too_far, &course).is_on_course());
}

TEST(Predictor, WhoLeavesTheCourseGoesStraight) {
    const Ground ground;
    const Course course = ground.course({{0, 0}, {500, 0}});
    const auto fixes = ground.walk(0, 10, {200, 20}, north * 4);

    EXPECT_TRUE(lies_at(ground, {200, 60}, Predictor(fixes, &course).at(at(10)).position));
}

TEST(Predictor, WhoOnlyNowComesNearTheCourseGoesStraightYet) {
    const Ground ground;
    const Course course = ground.course({{0, 0}, {500, 0}});
    const auto fixes = ground.walk(0, 20, {200, 20}, {3, -3});

    EXPECT_FALSE(Predictor(fixes, &course).is_on_course());
}

TEST(Predictor, WhoGoesAgainstTheCourseGoesStraight) {
    const Ground ground;
    const Course course = ground.course({{0, 0}, {100, 0}, {100, 500}});
    const auto fixes = ground.walk(0, 10, {40, 0}, east * -4);

    EXPECT_TRUE(lies_at(ground, {-40, 0}, Predictor(fixes, &course).at(at(20)).position));
}

TEST(Predictor, GoesFromOneLegToTheNext) {
    const Ground ground;
    std::vector<Leg> legs;
    legs.push_back({.id = "bike",
                    .line = geo::Polyline{
                        {ground.plane.to_position({0, 0}), ground.plane.to_position({100, 0})}}});
    legs.push_back({.id = "run",
                    .line = geo::Polyline{{ground.plane.to_position({100, 0}),
                                           ground.plane.to_position({100, 900})}}});
    const Course course{legs, {}, {}};
    const auto fixes = ground.walk(0, 10, {80, 0}, east * 4);

    EXPECT_TRUE(lies_at(ground, {100, 60}, Predictor(fixes, &course).at(at(20)).position));
}

TEST(Predictor, WorksAcrossThe180thMeridian) {
    const Ground ground{{Latitude{-17'000'000}, Longitude{179'999'900}}};
    const Course course = ground.course({{-100, 0}, {100, 0}, {100, 500}});
    const auto fixes = ground.walk(0, 10, {-20, 0}, east * 4);

    const Position straight = Predictor{fixes, nullptr}.at(at(20)).position;
    const Position along = Predictor{fixes, &course}.at(at(40)).position;

    EXPECT_TRUE(lies_at(ground, {60, 0}, straight));
    EXPECT_LT(straight.longitude.e6, 0);
    EXPECT_TRUE(lies_at(ground, {100, 40}, along));
}

} // namespace
} // namespace lanterne::course
