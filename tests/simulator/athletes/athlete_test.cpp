#include <gtest/gtest.h>

#include "simulator/athletes/athlete.hpp"

namespace lanterne::simulator {
namespace {

const UtcTime gun = *parse_time("2026-06-14T07:00:00Z");
const plan::Wave wave{.id = "all", .name = "All", .gun = gun};
const plan::Wave gated{.id = "all", .name = "All", .gun = gun, .start_by = plan::StartBy::gate};

course::Leg leg(course::Sport sport, std::vector<geo::PlanePoint> corners, std::uint32_t laps = 1) {
    const geo::LocalPlane ground{{Latitude{45'400'000}, Longitude{13'700'000}}};
    std::vector<Position> points;
    for (const geo::PlanePoint corner : corners) {
        points.push_back(ground.to_position(corner));
    }
    const std::string id{to_text(sport)};
    return {.id = id, .name = id, .sport = sport, .line = geo::Polyline{points}, .laps = laps};
}

course::Course duathlon() {
    std::vector<course::Leg> legs{
        leg(course::Sport::run, {{0, 0}, {1'000, 0}}),
        leg(course::Sport::transition, {{1'000, 0}, {1'100, 0}}),
        leg(course::Sport::bike, {{1'100, 0}, {2'000, 0}, {2'000, 5}, {1'100, 5}, {1'100, 0}}, 2)};
    course::unroll(legs);
    const auto point = [&](std::string id, course::PointKind kind, std::size_t index,
                           std::uint32_t lap, double in_lap) {
        return course::TimingPoint{.id = id,
                                   .name = id,
                                   .kind = kind,
                                   .location = "gate",
                                   .leg = index,
                                   .lap = lap,
                                   .along = unrolled(legs[index], lap, Metres{in_lap})};
    };
    const double lap = course::lap_length(legs[2]).value;
    std::vector<course::TimingPoint> points{point("start", course::PointKind::start, 0, 1, 0),
                                            point("split", course::PointKind::split, 0, 1, 500),
                                            point("lap", course::PointKind::lap, 2, 1, lap),
                                            point("finish", course::PointKind::finish, 2, 2, lap)};
    return {legs, {{.id = "gate", .position = legs[0].line.points().front()}}, points};
}

TEST(Athlete, IsTheSameForTheSameSeedAndNumber) {
    const course::Course course = duathlon();

    EXPECT_EQ(Athlete(course, wave, 1, 7).passages(), Athlete(course, wave, 1, 7).passages());
    EXPECT_NE(Athlete(course, wave, 1, 7).passages(), Athlete(course, wave, 1, 8).passages());
    EXPECT_NE(Athlete(course, wave, 1, 7).passages(), Athlete(course, wave, 2, 7).passages());
}

TEST(Athlete, StandsBehindTheLineUntilTheGun) {
    const course::Course course = duathlon();
    const Athlete athlete{course, wave, 1, 7};

    const TrueState before = athlete.at(gun - std::chrono::hours{1});

    EXPECT_LT(before.along.value, 0);
    EXPECT_EQ(before.speed_mps, 0);
    EXPECT_EQ(athlete.at(gun).position, before.position);
}

TEST(Athlete, PassesEachPointOnceAndInOrder) {
    const course::Course course = duathlon();
    const Athlete athlete{course, wave, 1, 7};

    ASSERT_EQ(athlete.passages().size(), 4U);
    EXPECT_EQ(athlete.passages()[0], (TruePassage{.point = 0, .time = gun}));
    EXPECT_LT(athlete.passages()[1].time, athlete.passages()[2].time);
    EXPECT_EQ(athlete.passages()[3].time, *athlete.finish());
}

TEST(Athlete, StartsByItsOwnCrossingWhereTheWaveSaysSo) {
    const course::Course course = duathlon();

    EXPECT_GT(Athlete(course, gated, 1, 7).passages()[0].time, gun);
}

TEST(Athlete, IsAtAPointWhenItPassesIt) {
    const course::Course course = duathlon();
    const Athlete athlete{course, wave, 1, 7};

    for (const TruePassage& passage : athlete.passages()) {
        if (passage.point > 0) { // not the start, which is the gun
            EXPECT_NEAR(athlete.at(passage.time).along.value,
                        course.points()[passage.point].along.value, 0.02);
        }
    }
}

TEST(Athlete, StandsAWhileInATransitionAndBehindTheFinish) {
    const course::Course course = duathlon();
    const Athlete athlete{course, wave, 1, 7};
    int stood = 0;
    for (UtcTime time = gun; time < *athlete.finish(); time += std::chrono::seconds{1}) {
        const TrueState state = athlete.at(time);
        stood += state.sport == course::Sport::transition && state.speed_mps == 0 ? 1 : 0;
    }

    EXPECT_GE(stood, 18);
    EXPECT_LE(stood, 57);
    const TrueState after = athlete.at(*athlete.finish() + std::chrono::hours{1});
    EXPECT_TRUE(after.is_finished);
    EXPECT_EQ(after.speed_mps, 0);
    EXPECT_GT(after.along, course.length());
}

TEST(Athlete, SlowsDownWhereTheWayTurnsBack) {
    const course::Course course = duathlon();
    const Athlete athlete{course, wave, 1, 7};
    double straight = 0;
    double turn = 100;
    for (UtcTime time = gun; time < *athlete.finish(); time += std::chrono::seconds{1}) {
        const TrueState state = athlete.at(time);
        const double in_bike = state.along.value - 1'100;
        if (in_bike > 300 && in_bike < 600) {
            straight = std::max(straight, state.speed_mps);
        }
        if (in_bike > 880 && in_bike < 920) {
            turn = std::min(turn, state.speed_mps);
        }
    }

    EXPECT_GT(straight, 7);
    EXPECT_LT(turn, 6);
}

} // namespace
} // namespace lanterne::simulator
