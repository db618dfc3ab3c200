#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

#include "tests/simulator/support/small_race.hpp"

namespace lanterne::simulator {
namespace {

using course::Sport;

const std::vector<SmallLeg> corner{{.sport = Sport::run, .steps = {{1'000, 0}, {0, 1'000}}}};
const std::vector<SmallLeg> ride{{.sport = Sport::bike, .steps = {{3'000, 0}, {0, 3'000}}}};

void go_on(Peloton& peloton, int seconds) {
    for (int second = 0; second < seconds; ++second) {
        peloton.step();
    }
}

FieldSettings all_lost() {
    FieldSettings settings = calm;
    settings.lost_share = 1;
    return settings;
}

FieldSettings all_give_up(double taken_in_share) {
    FieldSettings settings = calm;
    settings.gives_up_share = 1;
    settings.taken_in_share = taken_in_share;
    return settings;
}

TEST(PelotonFates, LosesSomebodyStraightOnAtABendAndBringsItBackWhereItLeft) {
    const plan::RacePlan plan = small_race(corner, 8);
    const geo::Polyline& line = plan.course.legs()[0].line;
    Peloton peloton{plan, all_lost(), 7};
    double farthest = 0;
    double along = -1;

    while (!peloton.is_over()) {
        peloton.step();
        const TrueState state = peloton.at(3, peloton.now());
        if (state.doing == Doing::lost) {
            const geo::PlanePoint there =
                line.plane().to_plane(state.position) - line.plane().to_plane(line.points()[1]);
            farthest = std::max(farthest, line.nearest(state.position).distance);
            EXPECT_GT(there.east, -30); // beyond the corner, as it came
            EXPECT_LT(std::abs(there.north), 12);
            EXPECT_TRUE(along < 0 || state.along.value == along) << "along stands still";
            along = state.along.value;
        }
    }

    const Fate fate = peloton.fate(3);
    EXPECT_GT(farthest, 30);
    ASSERT_EQ(fate.leavings.size(), 1U);
    EXPECT_NEAR(fate.leavings[0].along.value, 1'000, 30);
    EXPECT_GT(*fate.leavings[0].to, fate.leavings[0].from + std::chrono::seconds{15});
    EXPECT_EQ(fate.ending, Ending::finished);
    EXPECT_EQ(peloton.passages(3).size(), 2U);
}

TEST(PelotonFates, NeverJumpsOnItsWayOutAndBack) {
    const plan::RacePlan plan = small_race(ride, 3);
    Peloton peloton{plan, all_lost(), 7};
    const geo::LocalPlane& plane = peloton.road(0).plane();

    while (!peloton.is_over()) {
        peloton.step();
        for (std::size_t entry = 0; entry < peloton.size(); ++entry) {
            const auto at = [&](int before_ms) {
                const Milliseconds before{before_ms};
                return plane.to_plane(peloton.at(entry, peloton.now() - before).position);
            };
            ASSERT_LT(length(at(0) - at(1'000)), 22) << to_text(peloton.now());
            ASSERT_LT(length(at(400) - at(500)), 3) << to_text(peloton.now());
        }
    }
}

TEST(PelotonFates, PassesNothingMoreAfterItGaveUp) {
    const plan::RacePlan plan = small_race(corner, 8);
    Peloton peloton{plan, all_give_up(0), 7};

    run_to_end(peloton);

    EXPECT_TRUE(peloton.is_over());
    for (std::size_t entry = 0; entry < peloton.size(); ++entry) {
        const TrueState state = peloton.at(entry, peloton.now());
        EXPECT_EQ(state.doing, Doing::gave_up);
        EXPECT_EQ(state.speed_mps, 0);
        EXPECT_GT(plan.course.legs()[0].line.nearest(state.position).distance, 15);
        EXPECT_EQ(peloton.passages(entry).size(), 1U) << "the start";
        EXPECT_EQ(peloton.fate(entry).ending, Ending::gave_up);
        EXPECT_EQ(peloton.fate(entry).leavings.front().along.value, state.along.value);
    }
}

TEST(PelotonFates, DrivesSomebodyOverTheFinishWithoutAPassage) {
    const plan::RacePlan plan = small_race(ride, 6);
    Peloton peloton{plan, all_give_up(1), 7};
    double fastest = 0;
    while (!peloton.is_over()) {
        peloton.step();
        const TrueState state = peloton.at(2, peloton.now());
        fastest = std::max(fastest, state.doing == Doing::in_vehicle ? state.speed_mps : 0);
    }

    const TrueState state = peloton.at(2, peloton.now());

    EXPECT_EQ(state.doing, Doing::in_vehicle);
    EXPECT_FALSE(state.is_finished);
    EXPECT_GT(state.along.value, 6'000);
    EXPECT_LE(peloton.passages(2).size(), 1U);
    EXPECT_EQ(peloton.fate(2).ending, Ending::taken_in);
    EXPECT_GT(fastest, 9);
    EXPECT_LT(fastest, 13);
}

TEST(PelotonFates, StandsAsLongAsItIsTold) {
    const plan::RacePlan plan = small_race(corner, 1);
    Peloton peloton{plan, calm, 7};
    go_on(peloton, 60);
    ASSERT_TRUE(peloton.order(0, {.kind = Order::Kind::stand, .amount = 100}));
    int stood = 0;

    while (!peloton.is_over()) {
        peloton.step();
        stood += peloton.doing(0) == Doing::standing ? 1 : 0;
    }

    EXPECT_NEAR(stood, 100, 1);
    EXPECT_EQ(peloton.passages(0).size(), 2U);
}

TEST(PelotonFates, GetsLostAsFarAsItIsToldEvenWhereThereIsNoBend) {
    const plan::RacePlan plan = small_race(corner, 1);
    Peloton peloton{plan, calm, 7};
    const geo::Polyline line = peloton.road(0).course().legs()[0].line;
    go_on(peloton, 60);
    ASSERT_TRUE(peloton.order(0, {.kind = Order::Kind::get_lost, .amount = 150}));
    double farthest = 0;

    while (!peloton.is_over()) {
        peloton.step();
        const Position there = peloton.at(0, peloton.now()).position;
        if (peloton.doing(0) == Doing::lost) {
            farthest = std::max(farthest, line.nearest(there).distance);
        }
    }

    EXPECT_NEAR(farthest, 150 * std::sqrt(0.5), 12) << "a fork half right";
    EXPECT_EQ(peloton.fate(0).ending, Ending::finished);
}

TEST(PelotonFates, GivesUpAndIsTakenInWhenItIsTold) {
    const plan::RacePlan plan = small_race(ride, 2);
    Peloton peloton{plan, calm, 7};
    go_on(peloton, 100);

    ASSERT_TRUE(peloton.order(0, {.kind = Order::Kind::give_up}));
    go_on(peloton, 60);

    EXPECT_EQ(peloton.doing(0), Doing::gave_up);
    EXPECT_FALSE(peloton.order(0, {.kind = Order::Kind::get_lost, .amount = 50}));
    EXPECT_TRUE(peloton.order(0, {.kind = Order::Kind::take_in}));
    run_to_end(peloton);
    EXPECT_EQ(peloton.fate(0).ending, Ending::taken_in);
    EXPECT_EQ(peloton.fate(1).ending, Ending::finished);
}

TEST(PelotonFates, RefusesOrdersThatCannotBe) {
    const plan::RacePlan plan = small_race(corner, 1);
    Peloton peloton{plan, calm, 7};
    EXPECT_FALSE(peloton.order(0, {.kind = Order::Kind::take_in})) << "it waits for its start";
    go_on(peloton, 60);

    EXPECT_FALSE(peloton.order(0, {.kind = Order::Kind::stand, .amount = -1}));
    EXPECT_FALSE(peloton.order(0, {.kind = Order::Kind::stand, .amount = std::nan("")}));
    EXPECT_FALSE(peloton.order(0, {.kind = Order::Kind::get_lost, .amount = farthest_lost_m + 1}));
}

TEST(PelotonFates, StopsAboutAsOftenAsTheSettingsSay) {
    FieldSettings settings = calm;
    settings.stops_per_hour = 6;
    const plan::RacePlan plan = small_race({{.sport = Sport::run, .steps = {{7'000, 0}}}}, 60);
    Peloton peloton{plan, settings, 7};
    int stops = 0;
    double hours = 0;
    std::vector<Doing> before(peloton.size(), Doing::waiting);

    while (!peloton.is_over()) {
        peloton.step();
        for (std::size_t entry = 0; entry < peloton.size(); ++entry) {
            const Doing doing = peloton.doing(entry);
            stops += doing == Doing::standing && before[entry] != doing ? 1 : 0;
            hours += doing == Doing::racing ? 1 / 3600.0 : 0;
            before[entry] = doing;
        }
    }

    EXPECT_NEAR(stops / hours, 6, 1.5); // 200 stops: 3.5 standard deviations
}

} // namespace
} // namespace lanterne::simulator
