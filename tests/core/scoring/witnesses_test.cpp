#include <random>

#include <gtest/gtest.h>

#include "core/scoring/ruling/observation.hpp"
#include "tests/core/scoring/circuit.hpp"
#include "tests/core/scoring/drawn_race.hpp"

namespace lanterne::scoring {
namespace {

using drawn::act;
using drawn::at;
using drawn::bib;
using drawn::chip;
using drawn::circuit;
using drawn::laps_of;
using drawn::seconds_after_gun;

Observation seen(Source source, double seconds, std::uint32_t error_ms) {
    return {.source = source, .clock = {}, .time = at(seconds), .standard_error_ms = error_ms};
}

TEST(Witnesses, AreCombinedByWeightWhereTheyAgree) {
    const Verdict verdict =
        decide(1, {seen(Source::gps, 100, 1'000), seen(Source::hand, 101, 500)});

    EXPECT_EQ(verdict.observation.time, at(100.8)); // weights 1 and 4
    EXPECT_EQ(verdict.observation.standard_error_ms, 447U);
    EXPECT_EQ(verdict.observation.source, Source::hand);
    EXPECT_FALSE(verdict.disagreement);
}

TEST(Witnesses, LeaveItToTheMostTrustedWhereTheyDisagree) {
    const Verdict verdict = decide(1, {seen(Source::gps, 100, 400), seen(Source::hand, 103, 300),
                                       seen(Source::chip, 104, 100)});

    EXPECT_EQ(verdict.observation, seen(Source::chip, 104, 100));
    ASSERT_TRUE(verdict.disagreement);
    EXPECT_EQ(verdict.disagreement->other.source, Source::gps);
    EXPECT_GT(verdict.disagreement->deviations, 3.29);
}

TEST(Witnesses, SayTheSameInWhateverOrderTheyCome) {
    constexpr std::uint64_t seed = 3;
    std::mt19937_64 random{seed};
    std::vector<Observation> all{seen(Source::gps, 100, 400), seen(Source::hand, 100.3, 300),
                                 seen(Source::chip, 100.1, 100), seen(Source::chip, 100.2, 100)};
    const Verdict first = decide(1, all);

    for (int round = 0; round < 20; ++round) {
        std::shuffle(all.begin(), all.end(), random);
        EXPECT_EQ(decide(1, all).observation, first.observation) << "seed " << seed;
    }
}

TEST(Witnesses, AreAskedInVainWhereTheEntryWasElsewhere) {
    Race race{circuit(2, {"7"})};
    race.set_acts({chip(1, "7", 360)}); // a minute behind the gate, by the way
    race.rescore(bib("7"), laps_of({300, 300}));

    const Passage lap = race.passages(bib("7"))[1];
    EXPECT_EQ(lap.source, Source::gps);
    EXPECT_NEAR(seconds_after_gun(lap.time), 300, 1);
}

Race six_on_a_clock(double wrong_by, std::vector<plan::Act> more = {}) {
    const std::vector<std::string> bibs{"1", "2", "3", "4", "5", "6"};
    Race race{circuit(2, bibs)};
    std::vector<plan::Act> acts = std::move(more);
    for (std::size_t i = 0; i < bibs.size(); ++i) {
        const double lap = 300 + 7.0 * static_cast<double>(i);
        acts.push_back(chip(static_cast<std::int64_t>(i) + 1, bibs[i], lap + wrong_by));
    }
    race.set_acts(acts);
    for (std::size_t i = 0; i < bibs.size(); ++i) {
        const double lap = 300 + 7.0 * static_cast<double>(i);
        race.rescore(bib(bibs[i]), laps_of({lap, lap}));
    }
    return race;
}

TEST(Witnesses, AreNotHeardWhereTheirClockIsWrong) {
    const Race wrong = six_on_a_clock(5);
    EXPECT_EQ(wrong.passages(bib("3"))[1].source, Source::gps);
    EXPECT_EQ(wrong.fixes_beside_chips().left_out, 6U);

    const Race right = six_on_a_clock(0);
    EXPECT_EQ(right.passages(bib("3"))[1].source, Source::chip);
}

TEST(Witnesses, AreHeardAgainWhenTheirClockWasSet) {
    const Race race = six_on_a_clock(
        5, {act(100, 900,
                plan::SetClock{
                    .clock = "mat", .add = Milliseconds{-5'000}, .standard_error_ms = 200})});

    const Passage lap = race.passages(bib("3"))[1];
    EXPECT_EQ(lap.source, Source::chip);
    EXPECT_NEAR(seconds_after_gun(lap.time), 314, 0.2);
    EXPECT_GT(lap.standard_error_ms, 100U); // the clock's error is theirs
}

TEST(Witnesses, TellWhatTheFixesAreWorth) {
    const Comparison comparison = six_on_a_clock(0).fixes_beside_chips();

    EXPECT_EQ(comparison.number, 6U);
    EXPECT_EQ(comparison.left_out, 0U);
    EXPECT_LE(std::abs(comparison.median.count()), 500);
    EXPECT_LE(comparison.ninety_five, comparison.worst);
    EXPECT_LE(comparison.worst.count(), 1'500);
    EXPECT_EQ(comparison.inside, 6U);
}

plan::Act tap(std::int64_t number, double seconds) {
    plan::Act tap = chip(number, "1", seconds, "lap", "thumb");
    auto& read = std::get<plan::Read>(tap.body);
    read.source = "hand";
    read.bib.reset();
    read.standard_error_ms = 200;
    return tap;
}

plan::Act told(std::int64_t number, std::string_view who, std::uint32_t order) {
    plan::Act told = chip(number, who, 0, "lap", "thumb");
    auto& read = std::get<plan::Read>(told.body);
    read.source = "hand";
    read.time.reset();
    read.order = order;
    return told;
}

TEST(Witnesses, WhoTapWithoutBibsAreJoinedWithAListOfBibsByOrder) {
    Race race{circuit(2, {"1", "2"})};
    race.set_acts({tap(1, 320.1), tap(2, 300.1), told(3, "2", 2), told(4, "1", 1)});

    EXPECT_EQ(drawn::laps_passed(race, "1"), "1@300.1");
    EXPECT_EQ(drawn::laps_passed(race, "2"), "1@320.1");
}

TEST(Witnesses, WhoTapWithoutBibsMeanTheOneWhoWasThere) {
    Race race{circuit(2, {"1", "2"})};
    race.set_acts({tap(1, 300.1), tap(2, 330)});
    race.rescore(bib("1"), laps_of({300, 300}));
    race.rescore(bib("2"), laps_of({360, 300}));

    EXPECT_EQ(race.passages(bib("1"))[1].source, Source::hand);
    EXPECT_EQ(race.passages(bib("2"))[1].source, Source::gps);
}

TEST(Witnesses, WhoTapAtTwoAtOnceMeanNobody) {
    Race race{circuit(2, {"1", "2"})};
    race.set_acts({tap(1, 300.1)});
    race.rescore(bib("1"), laps_of({300, 300}));
    race.rescore(bib("2"), laps_of({300.3, 300}));

    EXPECT_EQ(race.passages(bib("1"))[1].source, Source::gps);
    EXPECT_EQ(race.passages(bib("2"))[1].source, Source::gps);
}

TEST(Witnesses, GiveTheSameWhateverComesFirst) {
    const std::vector<std::string> bibs{"1", "2", "3", "4", "5", "6"};
    std::vector<plan::Act> acts{tap(50, 300.2), tap(51, 321.3)};
    for (std::size_t i = 0; i < bibs.size(); ++i) {
        acts.push_back(
            chip(static_cast<std::int64_t>(i) + 1, bibs[i], 300.3 + 7.0 * static_cast<double>(i)));
    }
    constexpr std::uint64_t seed = 11;
    std::mt19937_64 random{seed};
    std::optional<std::string> digest;

    for (int round = 0; round < 20; ++round) {
        Race race{circuit(2, bibs)};
        std::vector<std::size_t> order{0, 1, 2, 3, 4, 5};
        std::shuffle(order.begin(), order.end(), random);
        std::shuffle(acts.begin(), acts.end(), random);
        const std::size_t acts_after = random() % order.size();
        for (std::size_t i = 0; i < order.size(); ++i) {
            if (i == acts_after) {
                race.set_acts(acts);
            }
            const double lap = 300 + 7.0 * static_cast<double>(order[i]);
            EXPECT_TRUE(race.apply(bib(bibs[order[i]]), laps_of({lap, lap})));
            static_cast<void>(race.standings(at(1'000)));
        }
        digest = digest.value_or(race.digest());
        ASSERT_EQ(race.digest(), *digest) << "seed " << seed << " round " << round;
    }
}

} // namespace
} // namespace lanterne::scoring
