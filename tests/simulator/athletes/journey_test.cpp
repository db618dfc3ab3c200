#include <algorithm>

#include <gtest/gtest.h>

#include "simulator/athletes/reception.hpp"

namespace lanterne::simulator {
namespace {

const UtcTime gun = *parse_time("2026-06-14T07:00:00Z");
const plan::Wave wave{.id = "all", .name = "All", .gun = gun};

// A square of 400 m, three laps, with a split after 250 m of each.
course::Course square() {
    const geo::LocalPlane ground{{Latitude{45'400'000}, Longitude{13'700'000}}};
    std::vector<Position> points;
    for (const geo::PlanePoint corner :
         std::vector<geo::PlanePoint>{{0, 0}, {50, 0}, {50, 100}, {-50, 100}, {-50, 0}, {0, 0}}) {
        points.push_back(ground.to_position(corner));
    }
    std::vector<course::Leg> legs{{.id = "run",
                                   .name = "Run",
                                   .sport = course::Sport::run,
                                   .line = geo::Polyline{points},
                                   .laps = 3}};
    course::unroll(legs);
    const double lap = course::lap_length(legs[0]).value;
    std::vector<course::TimingPoint> all;
    const auto add = [&](std::string id, course::PointKind kind, std::uint32_t of, double in_lap) {
        all.push_back({.id = id,
                       .name = id,
                       .kind = kind,
                       .location = "gate",
                       .lap = of,
                       .along = unrolled(legs[0], of, Metres{in_lap})});
    };
    add("start", course::PointKind::start, 1, 0);
    for (std::uint32_t of = 1; of <= 3; ++of) {
        add("split", course::PointKind::split, of, 250);
        add(of == 3 ? "finish" : "lap",
            of == 3 ? course::PointKind::finish : course::PointKind::lap, of, lap);
    }
    return {legs, {{.id = "gate", .position = points.front()}}, all};
}

const course::Course course_of_tests = square();

Journey journey(const Behaviour& behaviour, std::uint64_t number = 1) {
    return {course_of_tests, wave, behaviour, 5, number};
}

std::vector<std::size_t> points_of(const Journey& journey) {
    std::vector<std::size_t> points;
    for (const TruePassage& passage : journey.passages()) {
        points.push_back(passage.point);
    }
    return points;
}

double seconds_of(const Journey& journey, std::size_t point) {
    const auto found = std::ranges::find(journey.passages(), point, &TruePassage::point);
    return static_cast<double>((found->time - gun).count()) / 1000;
}

TEST(Journey, PassesEachPointOnceAndInOrder) {
    const Journey all = journey({});

    EXPECT_EQ(points_of(all), (std::vector<std::size_t>{0, 1, 2, 3, 4, 5, 6}));
    EXPECT_TRUE(std::ranges::is_sorted(all.passages(), {}, &TruePassage::time));
    EXPECT_EQ(all.passages().front().time, gun);
}

TEST(Journey, IsAtAPointWhenItPassesIt) {
    const Journey all = journey({});

    for (const TruePassage& passage : all.passages()) {
        if (passage.point > 0) {
            EXPECT_NEAR(all.at(seconds_of(all, passage.point)).along,
                        course_of_tests.points()[passage.point].along.value, 0.02);
        }
    }
}

TEST(Journey, CountsNoLapOfWarmingUpOrCoolingDown) {
    const Journey all = journey({.warm_up_laps = 2, .cool_down_laps = 1});

    EXPECT_EQ(all.passages().size(), 7U);
    EXPECT_LT(all.begin_s(), -180 - 2 * 400 / 5.0); // it ran two laps before it waited
    EXPECT_GT(all.end_s(), seconds_of(all, 6) + 400 / 5.0);
}

TEST(Journey, StandsWhereAndAsLongAsItWasTold) {
    const Journey all = journey({.halts = {{.at = 300, .seconds = 100}}});

    ASSERT_EQ(all.stood().size(), 1U);
    const Stood stood = all.stood().front();
    EXPECT_NEAR(stood.to_s - stood.from_s, 100, 1e-6);
    EXPECT_NEAR(all.at(stood.from_s + 50).along, 300, 1e-6);
    EXPECT_NEAR(length(all.at(stood.from_s + 50).velocity), 0, 1e-6);
}

TEST(Journey, TakesTheFirstTimeOfAGateThatItWalksBackOver) {
    const Journey straight = journey({});
    const Journey back = journey({.halts = {{.at = 260, .seconds = 5, .back_m = 40}}});

    EXPECT_NEAR(seconds_of(back, 1), seconds_of(straight, 1), 5); // it only brakes earlier
    EXPECT_GT(seconds_of(back, 2), seconds_of(straight, 2) + 40);
}

TEST(Journey, DoesNotPassWhatItCuts) {
    const Journey all = journey({.cuts = {{.from = 200, .to = 300}}});

    EXPECT_EQ(points_of(all), (std::vector<std::size_t>{0, 2, 3, 4, 5, 6}));
}

TEST(Journey, PassesNothingAfterItGaveUp) {
    Behaviour behaviour;
    behaviour.abandons_at = 500;
    const Journey all = journey(behaviour);

    EXPECT_EQ(points_of(all), (std::vector<std::size_t>{0, 1, 2}));
}

TEST(Journey, TakesSoManyTimesLongerOnASlowLap) {
    const Journey usual = journey({});
    const Journey slow = journey({.slow = {{.from = 400, .to = 800, .times = 3}}});
    const auto second_lap = [](const Journey& one) {
        return seconds_of(one, 4) - seconds_of(one, 2);
    };

    EXPECT_NEAR(second_lap(slow) / second_lap(usual), 3, 0.2);
}

TEST(Journey, MovesOnTheGroundAsFastAsItSays) {
    const Journey all = journey({.cuts_corners_m = 0});

    for (double t = 20; t < 60; t += 0.7) {
        const geo::PlanePoint way = all.at(t + 0.05).point - all.at(t - 0.05).point;
        EXPECT_NEAR(length(way) / 0.1, length(all.at(t).velocity), 1.0) << t;
    }
}

TEST(Journey, IsNotHeardInATunnelNorInASilence) {
    const Journey all =
        journey({.tunnels = {{.from = 300, .to = 350}}, .silences = {{.from_s = 5, .to_s = 9}}});
    const Reception reception = receive(all, gun, conditions(1, 3), 5, 1);

    for (const Fix& fix : reception.fixes) {
        const double t = static_cast<double>((fix.time - gun).count()) / 1000;
        const double along = all.at(t).along;
        EXPECT_FALSE(t >= 5 && t < 9) << t;
        EXPECT_FALSE(along >= 300 && along < 350) << t;
    }
}

TEST(Journey, TurnsOffBehindTheFinishWhereItIsToldTo) {
    const Journey straight = journey({});
    const Journey turned = journey({.turns_off = {.behind_m = 3, .degrees = 90}});
    EXPECT_EQ(turned.passages(), straight.passages());
    const double length = course_of_tests.length().value;
    const Ground& ground = turned.ground();
    const geo::PlanePoint line = ground.at(length - 20);
    const geo::PlanePoint ahead = ground.direction_at(length - 20);
    EXPECT_GT(turned.at(turned.end_s()).along, length + 50) << "it runs out";
    const geo::PlanePoint away = ground.at(length + 43) - line;
    EXPECT_NEAR(dot(away, ahead), 23, 2) << "3 m behind the finish it turns";
    EXPECT_NEAR(dot(away, geo::PlanePoint{ahead.north, -ahead.east}), 40, 2) << "to the right";
}

} // namespace
} // namespace lanterne::simulator
