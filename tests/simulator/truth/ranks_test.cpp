#include <vector>

#include <gmock/gmock.h>

#include "simulator/truth/ranks.hpp"
#include "tests/simulator/truth/drawn_race.hpp"

namespace lanterne::simulator {
namespace {

using drawn::at;
using testing::ElementsAre;

TrueMoment racing(double along_m) { return {.doing = Doing::racing, .along_m = along_m}; }

TrueMoment in_at(double along_m) { return {.doing = Doing::finished, .along_m = along_m}; }

TEST(TrueRanks, NobodyHasOneBeforeTheGun) {
    const TruthRace race = drawn::race(2);
    TrueRanks ranks{race};

    EXPECT_THAT(ranks.at(at(-1), std::vector{racing(-3), racing(-5)}), ElementsAre(0, 0));
}

TEST(TrueRanks, OnTheWayGoByWhatLiesBeforeThem) {
    const TruthRace race = drawn::race(3);
    TrueRanks ranks{race};

    EXPECT_THAT(ranks.at(at(60), std::vector{racing(200), racing(250), racing(240)}),
                ElementsAre(3, 1, 2));
    EXPECT_THAT(ranks.at(at(61), std::vector{racing(255), racing(253), racing(243)}),
                ElementsAre(1, 2, 3));
}

TEST(TrueRanks, EqualPlacesShareARankAndTheNextCountsThemAll) {
    const TruthRace race = drawn::race(4);
    TrueRanks ranks{race};

    EXPECT_THAT(ranks.at(at(60), std::vector{racing(200), racing(250), racing(200), racing(100)}),
                ElementsAre(2, 1, 2, 4));
}

TEST(TrueRanks, WhoFinishedIsBeforeWhoIsOnTheWay) {
    const TruthRace race = drawn::race(2);
    TrueRanks ranks{race};
    ranks.pass({.entry = 1, .point = 1, .time = at(100)});

    EXPECT_THAT(ranks.at(at(99), std::vector{racing(995), racing(990)}), ElementsAre(1, 2));
    EXPECT_THAT(ranks.at(at(101), std::vector{racing(999), in_at(1'003)}), ElementsAre(2, 1));
}

TEST(TrueRanks, FinishedGoByRaceTimeNotByWhoCameFirst) {
    const TruthRace race = drawn::race(2);
    TrueRanks ranks{race};
    ranks.pass({.entry = 0, .point = 0, .time = at(0)});
    ranks.pass({.entry = 1, .point = 0, .time = at(30)}); // its own way through the start gate
    ranks.pass({.entry = 0, .point = 1, .time = at(300)});
    ranks.pass({.entry = 1, .point = 1, .time = at(320)});

    EXPECT_THAT(ranks.at(at(400), std::vector{in_at(1'010), in_at(1'010)}), ElementsAre(2, 1));
}

TEST(TrueRanks, WhereTheGunCountsNobodyGainsByAGate) {
    const TruthRace race = drawn::race(2, 1, {.id = "gun", .basis = plan::TimeBasis::gun});
    TrueRanks ranks{race};
    ranks.pass({.entry = 1, .point = 0, .time = at(30)});
    ranks.pass({.entry = 0, .point = 1, .time = at(300)});
    ranks.pass({.entry = 1, .point = 1, .time = at(320)});

    EXPECT_THAT(ranks.at(at(400), std::vector{in_at(1'010), in_at(1'010)}), ElementsAre(1, 2));
}

TEST(TrueRanks, ASlotBeginsTheClockOfATimeTrial) {
    TruthRace race = drawn::race(2);
    race.entries[1].slot = at(60);
    TrueRanks ranks{race};
    ranks.pass({.entry = 0, .point = 1, .time = at(300)});
    ranks.pass({.entry = 1, .point = 1, .time = at(350)});

    EXPECT_THAT(ranks.at(at(59), std::vector{racing(250), racing(0)}), ElementsAre(1, 0));
    EXPECT_THAT(ranks.at(at(400), std::vector{in_at(1'010), in_at(1'010)}), ElementsAre(2, 1));
}

TEST(TrueRanks, WhoWalksBackKeepsTheTimingPointThatItHasPassed) {
    const TruthRace race = drawn::race(2, 3);
    TrueRanks ranks{race};
    ranks.pass({.entry = 0, .point = 1, .time = at(200)});

    EXPECT_THAT(ranks.at(at(250), std::vector{racing(950), racing(990)}), ElementsAre(1, 2));
}

TEST(TrueRanks, WhoGaveUpOrIsInAVehicleHasNone) {
    const TruthRace race = drawn::race(3);
    TrueRanks ranks{race};
    const std::vector<TrueMoment> moments{{.doing = Doing::gave_up, .along_m = 500},
                                          {.doing = Doing::in_vehicle, .along_m = 400},
                                          {.doing = Doing::lost, .along_m = 300}};

    EXPECT_THAT(ranks.at(at(60), moments), ElementsAre(0, 0, 1));
}

TEST(TrueRanks, WhereLapsCountMoreOfThemAreBefore) {
    const TruthRace race = drawn::race(3, 3, {.id = "laps", .by = plan::Measure::laps});
    TrueRanks ranks{race};
    ranks.pass({.entry = 0, .point = 3, .time = at(600)}); // all three laps
    ranks.pass({.entry = 1, .point = 1, .time = at(300)});
    ranks.pass({.entry = 1, .point = 2, .time = at(610)}); // rung in a lap behind
    ranks.pass({.entry = 2, .point = 1, .time = at(310)});

    EXPECT_THAT(ranks.at(at(620), std::vector{in_at(3'010), in_at(2'010), racing(2'500)}),
                ElementsAre(1, 3, 2));
}

TEST(TrueRanks, EachGroupHasAFirst) {
    TruthRace race = drawn::race(3);
    race.groups.push_back({.id = "women"});
    race.entries[2].group = 1;
    TrueRanks ranks{race};

    EXPECT_THAT(ranks.at(at(60), std::vector{racing(200), racing(250), racing(100)}),
                ElementsAre(2, 1, 1));
}

} // namespace
} // namespace lanterne::simulator
