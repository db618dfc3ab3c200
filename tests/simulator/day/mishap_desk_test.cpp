#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "simulator/day/mishap_desk.hpp"
#include "tests/simulator/support/small_race.hpp"

/// What goes wrong, when, and with whom.
namespace lanterne::simulator {
namespace {

using std::chrono::seconds;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

Bib bib(int number) { return Bib::from(std::to_string(number)).value(); }

/// Two legs of 1 km, the second gone twice.
plan::RacePlan race(int entries) {
    return small_race({{.steps = {{1000, 0}}}, {.steps = {{0, 500}, {0, -500}}, .laps = 2}},
                      entries);
}

class Desk : public testing::Test {
protected:
    std::vector<MishapEvent> pass(MishapDesk& desk, seconds since_gun, double along_m = 0) const {
        const std::vector<double> along(plan_.entries.size(), along_m);
        return desk.pass(small_gun + since_gun, along);
    }

    Scenario scenario_;
    plan::RacePlan plan_ = race(3);
};

TEST_F(Desk, WhatHasATimeBeginsThenOnceAndEndsWhenItHasLasted) {
    scenario_.mishaps = {{.kind = MishapKind::no_network,
                          .when = Milliseconds{20'000},
                          .whom = {.bibs = {bib(2)}},
                          .lasts = Milliseconds{30'000}}};
    MishapDesk desk{scenario_, plan_, small_gun};

    EXPECT_THAT(pass(desk, seconds{19}), IsEmpty());
    const auto begun = pass(desk, seconds{20});
    ASSERT_THAT(begun, SizeIs(1));
    EXPECT_TRUE(begun[0].begins);
    EXPECT_EQ(begun[0].entry, 1U);
    EXPECT_EQ(desk.lasting(), 1U);
    EXPECT_THAT(pass(desk, seconds{49}), IsEmpty());
    const auto ended = pass(desk, seconds{50});
    ASSERT_THAT(ended, SizeIs(1));
    EXPECT_FALSE(ended[0].begins);
    EXPECT_EQ(desk.lasting(), 0U);
    EXPECT_THAT(pass(desk, seconds{51}), IsEmpty());
}

TEST_F(Desk, WhatHasAPlaceBeginsWhenEachOneComesBy) {
    scenario_.mishaps = {{.kind = MishapKind::gives_up,
                          .when = PassesPlace{.leg = "leg-1", .lap = 2, .metres = 100}}};
    MishapDesk desk{scenario_, plan_, small_gun};
    const double there = 1000 + 1000 + 100;

    const std::vector<double> before{there - 1, there - 5, 0};
    const std::vector<double> then{there + 1, there - 1, 0};
    const std::vector<double> later{there + 9, there + 1, 0};
    EXPECT_THAT(desk.pass(small_gun, before), IsEmpty());
    const auto first = desk.pass(small_gun + seconds{1}, then);
    const auto second = desk.pass(small_gun + seconds{2}, later);

    ASSERT_THAT(first, SizeIs(1));
    EXPECT_EQ(first[0].entry, 0U);
    ASSERT_THAT(second, SizeIs(1));
    EXPECT_EQ(second[0].entry, 1U);
    EXPECT_THAT(desk.pass(small_gun + seconds{3}, later), IsEmpty());
}

TEST_F(Desk, AShareIsDrawnByTheSeedAndIsTheSameEachTime) {
    const plan::RacePlan many = race(1000);
    scenario_.mishaps = {
        {.kind = MishapKind::cut, .when = Milliseconds{0}, .whom = {.share = 0.3}}};
    const std::vector<double> along(1000, 0);
    const auto struck = [&](std::uint64_t seed) {
        scenario_.seed = seed;
        MishapDesk desk{scenario_, many, small_gun};
        std::vector<std::size_t> entries;
        for (const MishapEvent& event : desk.pass(small_gun, along)) {
            entries.push_back(event.entry);
        }
        return entries;
    };

    const auto once = struck(1);

    EXPECT_NEAR(static_cast<double>(once.size()), 300, 50);
    EXPECT_EQ(once, struck(1));
    EXPECT_NE(once, struck(2));
}

TEST_F(Desk, EndsComeBeforeBeginsSoThatTheSameMayBeginAgain) {
    scenario_.mishaps = {{.kind = MishapKind::no_fix,
                          .when = Milliseconds{0},
                          .whom = {.bibs = {bib(1)}},
                          .lasts = Milliseconds{10'000}},
                         {.kind = MishapKind::no_fix,
                          .when = Milliseconds{10'000},
                          .whom = {.bibs = {bib(1)}},
                          .lasts = Milliseconds{10'000}}};
    MishapDesk desk{scenario_, plan_, small_gun};
    (void)pass(desk, seconds{0});

    const auto events = pass(desk, seconds{10});

    ASSERT_THAT(events, SizeIs(2));
    EXPECT_FALSE(events[0].begins);
    EXPECT_TRUE(events[1].begins);
}

TEST_F(Desk, ByHandItBefallsThoseNamedOrEverybody) {
    MishapDesk desk{scenario_, plan_, small_gun};

    const auto one = desk.inject({.kind = MishapKind::sos, .whom = {.bibs = {bib(3)}}}, small_gun);
    const auto all = desk.inject({.kind = MishapKind::broker_out, .lasts = seconds{5}}, small_gun);

    ASSERT_THAT(one, SizeIs(1));
    EXPECT_EQ(one[0].entry, 2U);
    EXPECT_THAT(all, SizeIs(3));
    EXPECT_THAT(pass(desk, seconds{5}), SizeIs(3));
}

TEST_F(Desk, LooseContactsCutThePowerAsOftenAsTheScenarioSays) {
    scenario_.units.power_cuts_per_hour = 4;
    scenario_.units.power_cut_s = 10;
    MishapDesk desk{scenario_, plan_, small_gun};
    std::size_t cuts = 0;

    for (int second = 0; second < 20 * 3600; ++second) {
        for (const MishapEvent& event : pass(desk, seconds{second})) {
            cuts += event.kind == MishapKind::power_cut && event.begins ? 1U : 0U;
        }
    }

    EXPECT_NEAR(static_cast<double>(cuts), 3 * 20 * 4, 50);
}

TEST_F(Desk, RefusesAndCountsWhatWouldBeTooManyAtATime) {
    const plan::RacePlan many = race(20'000);
    MishapDesk desk{scenario_, many, small_gun};
    const Mishap outage{.kind = MishapKind::no_network, .lasts = std::chrono::hours{1}};

    for (int time = 0; time < 11; ++time) {
        (void)desk.inject(outage, small_gun);
    }

    EXPECT_EQ(desk.lasting(), MishapDesk::most_lasting);
    EXPECT_EQ(desk.refused(), 20'000U);
}

} // namespace
} // namespace lanterne::simulator
