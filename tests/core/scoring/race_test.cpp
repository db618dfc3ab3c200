#include <algorithm>
#include <random>
#include <stdexcept>

#include <gtest/gtest.h>

#include "core/scoring/race.hpp"
#include "tests/core/scoring/drawn_race.hpp"

namespace lanterne::scoring {
namespace {

using drawn::at;
using drawn::bib;
using drawn::board;
using drawn::passed;
using drawn::race_on;
using drawn::seconds_after_gun;
using drawn::walk;
using drawn::walk_from;

constexpr Metres cell{8}; // 4 m/s at two seconds a cell

double seconds_of(Milliseconds time) { return static_cast<double>(time.count()) / 1000; }

Race run(std::string_view drawing, std::string_view track) {
    Race race{race_on(cell, drawing, {"7"})};
    EXPECT_TRUE(race.apply(bib("7"), walk(cell, track)));
    return race;
}

// On an undisturbed track times are good to 0.3 s: rounded positions and speeds, and the filter's
// first seconds.
TEST(Race, TimesEachPointOnceInTheOrderOfTheCourse) {
    const Race race = run("S-----1-----2-----F", ">>>>>>>>>>>>>>>>>>>>>>>>>>>");

    EXPECT_EQ(passed(race, "7"), "S@0.0 1@12.0 2@24.0 F@36.0");
    EXPECT_EQ(board(race, at(60)), "7 finished 1 +0.0");
}

TEST(Race, CountsATimingPointOnceWhenTheAthleteStandsOnIt) {
    const Race race =
        run("S-----1-----------------F", ">>>>>>oooooooooooooooooooooooooooooo>>>>>>>>");

    EXPECT_EQ(race.passages(bib("7")).size(), 2U);
}

TEST(Race, CountsATimingPointOnceWhenTheAthleteWalksBackOverIt) {
    const Race race = run("S-----1-----------------F", ">>>>>>>>>>>>oo<<<<<<<<oo>>>>>>>>>>>>>>>");

    ASSERT_EQ(race.passages(bib("7")).size(), 2U);
    EXPECT_EQ(passed(race, "7"), "S@0.0 1@12.0");
}

TEST(Race, StartsNobodyBeforeTheGun) {
    Race race{race_on(cell, "S-----1-----F", {"7"})};

    EXPECT_TRUE(race.apply(bib("7"), walk(cell, ">>>>>>>>>>>>>>>>", -60)));

    EXPECT_EQ(passed(race, "7"), "");
    EXPECT_EQ(board(race, at(-20)), "7 not_started - -");
}

TEST(Race, StartsByTheOwnCrossingWhereTheWaveSaysSo) {
    Race race{race_on(cell, "S-----1-----F", {"7"}, plan::StartBy::gate)};
    // Four cells behind the line at the gun.
    std::vector<Fix> fixes = walk(cell, "<<<<", -30);
    const std::vector<Fix> way = walk_from(cell, -4, "oooo>>>>>>>>>>>>>>>>>>>>");
    fixes.insert(fixes.end(), way.begin(), way.end());

    EXPECT_TRUE(race.apply(bib("7"), fixes));

    const std::vector<Passage> passages = race.passages(bib("7"));
    ASSERT_EQ(passages.size(), 3U);
    EXPECT_NEAR(seconds_after_gun(passages[0].time), 16, 1); // 8 s standing, 4 cells of 2 s
}

TEST(Race, BridgesASilenceThatLeavesOneHistory) {
    const Race race =
        run("S-----1-----2-----------------F", ">>>...................>>>>>>>>>>>>>>");

    const std::vector<Passage> passages = race.passages(bib("7"));
    ASSERT_EQ(passages.size(), 4U);
    EXPECT_NEAR(seconds_after_gun(passages[1].time), 12, 3);
    EXPECT_NEAR(seconds_after_gun(passages[2].time), 24, 3);
    EXPECT_GT(passages[1].standard_error_ms, 500U); // 38 s in silence are less certain
    EXPECT_LT(passages[3].standard_error_ms, 1'500U);
}

TEST(Race, KeepsSilentWhereTheAthleteLeftTheCourse) {
    const Race race = run("S-----1-----------------------------F", ">>>>>>>>>>>>xxxxxxxxxxxxx");

    EXPECT_EQ(passed(race, "7"), "S@0.0 1@12.0");
    EXPECT_EQ(board(race, at(50)), "7 off_course 1 +0.0");
}

TEST(Race, TimesAPointThatWasPassedJustBeforeTheCourseWasLeft) {
    const Race race = run("S-----1-----------------------------F", ">>>>>>>>xxxxxxxxxxx");

    EXPECT_EQ(passed(race, "7"), "S@0.0 1@12.0");
    EXPECT_EQ(board(race, at(38)), "7 off_course 1 +0.0");
}

TEST(Race, CallsSilentAndStoppedWhatTheyAre) {
    Race race{race_on(cell, "S-----1-----------------------------F", {"7", "8"})};
    EXPECT_TRUE(race.apply(bib("7"), walk(cell, ">>>>>>>>>>>>")));
    EXPECT_TRUE(race.apply(bib("8"), walk(cell, ">>>>>>>>>>>" + std::string(90, 'o'))));

    const std::vector<Standing> before = race.standings(at(24 + 180));
    const std::vector<Standing> after = race.standings(at(24 + 181));

    EXPECT_EQ(before[0].status, Status::racing);
    EXPECT_EQ(after[0].status, Status::silent);
    EXPECT_EQ(after[1].status, Status::stopped);
}

TEST(Race, LetsWhoStandsFallBehindTheOneWhoWentOn) {
    Race race{race_on(cell, "S-----1-----------------------------F", {"7", "8"})};
    EXPECT_TRUE(race.apply(bib("7"), walk(cell, ">>>>>>>>>>>>")));
    EXPECT_TRUE(race.apply(bib("8"), walk(cell, ">>>>>>>>>>>" + std::string(90, 'o'))));

    // Both came to the eleventh cell 22 s after the gun; 8 still stands there at 202 s.
    EXPECT_NEAR(seconds_of(*race.standings(at(203))[1].gap), 180, 0.7);
}

TEST(Race, RanksByWayThenByTimeWithTheGapAtTheSamePlace) {
    Race race{race_on(cell, "S-----1-----2-----F", {"7", "8", "9", "10"})};
    EXPECT_TRUE(race.apply(bib("7"), walk(cell, ">>>>>>>>>")));  // two cells a step behind
    EXPECT_TRUE(race.apply(bib("8"), walk(cell, "oo>>>>>>>>"))); // 4 s later, one cell less
    EXPECT_TRUE(race.apply(bib("9"), walk(cell, ">>>>>>>>>>>>>>>>>>>>>>>>>")));

    const std::string standings = board(race, at(20));
    EXPECT_EQ(standings.substr(0, 17), "9 finished 1 +0.0");
    EXPECT_EQ(standings.substr(standings.rfind('|')), "| 10 not_started - -");
    const std::vector<Standing> rows = race.standings(at(20));
    EXPECT_EQ(rows[1].bib, bib("7"));
    EXPECT_NEAR(seconds_of(*rows[2].gap), 4, 0.7);
}

TEST(Race, SharesARankAmongThoseWhoFinishTogether) {
    Race race{race_on(cell, "S-----1-----F", {"1", "2", "3", "4"})};
    EXPECT_TRUE(race.apply(bib("1"), walk(cell, ">>>>>>>>>>>>>>>>>>>>")));
    EXPECT_TRUE(race.apply(bib("2"), walk(cell, "o>>>>>>>>>>>>>>>>>>>")));
    EXPECT_TRUE(race.apply(bib("3"), walk(cell, "o>>>>>>>>>>>>>>>>>>>")));
    EXPECT_TRUE(race.apply(bib("4"), walk(cell, "ooo>>>>>>>>>>>>>>>>>")));

    std::vector<std::uint32_t> ranks;
    for (const Standing& standing : race.standings(at(60))) {
        ranks.push_back(*standing.rank);
    }

    EXPECT_EQ(ranks, (std::vector<std::uint32_t>{1, 2, 2, 4}));
}

TEST(Race, LeavesOthersAloneWhenOneIsUnscored) {
    Race race{race_on(cell, "S-----1-----F", {"1", "2"})};
    EXPECT_TRUE(race.apply(bib("1"), walk(cell, ">>>>>>>>>>>>>>>>>>>>")));
    EXPECT_TRUE(race.apply(bib("2"), walk(cell, "o>>>>>>>>>>>>>>>>>>>")));

    race.mark_unscored(bib("1"));

    EXPECT_EQ(board(race, at(60)), "2 finished 1 +0.0 | 1 unscored - -");
    race.rescore(bib("1"), walk(cell, ">>>>>>>>>>>>>>>>>>>>"));
    EXPECT_EQ(race.standings(at(60))[0].bib, bib("1"));
}

TEST(Race, RefusesFixesThatAreNotNewerAndChangesNothing) {
    Race race{race_on(cell, "S-----1-----F", {"7"})};
    const std::vector<Fix> fixes = walk(cell, ">>>>>>>>>>>>>>>>>>>>");
    EXPECT_TRUE(race.apply(bib("7"), std::span{fixes}.first(10)));
    const std::string digest = race.digest();

    EXPECT_FALSE(race.apply(bib("7"), std::span{fixes}.subspan(9, 5)));
    EXPECT_FALSE(race.apply(bib("7"), std::vector<Fix>{fixes[12], fixes[11]}));

    EXPECT_EQ(race.digest(), digest);
    EXPECT_TRUE(race.apply(bib("7"), std::span{fixes}.subspan(10)));
}

TEST(Race, KnowsNobodyWhoIsNotEntered) {
    Race race{race_on(cell, "S-----F", {"7"})};

    EXPECT_THROW(race.apply(bib("8"), {}), std::out_of_range);
    EXPECT_THROW(race.rescore(bib("8"), {}), std::out_of_range);
    EXPECT_THROW(race.mark_unscored(bib("8")), std::out_of_range);
    EXPECT_THROW(race.passages(bib("8")), std::out_of_range);
}

TEST(Race, AnswersWithoutAnyFix) {
    const Race race{race_on(cell, "S-----F", {"8", "7"})};

    EXPECT_EQ(board(race, at(0)), "7 not_started - - | 8 not_started - -");
    EXPECT_EQ(race.digest().size(), 64U);
}

// Same inputs, same bytes: as they come, in batches, shuffled, twice.
TEST(Race, ScoresTheSameWhateverTheOrderOfArrival) {
    const auto plan = race_on(cell, "S-----1-----2-----F", {"7", "8"});
    std::vector<Fix> seven = walk(cell, ">>>>o>>>>x>>>>>..>>>>>>>>>>>>");
    const std::vector<Fix> eight = walk(cell, "oo>>>>>>>>>>>>>>>>>>>>>>>>");
    Race in_order{plan};
    for (const Fix& fix : seven) {
        EXPECT_TRUE(in_order.apply(bib("7"), std::span{&fix, 1}));
    }
    EXPECT_TRUE(in_order.apply(bib("8"), eight));
    std::mt19937_64 random{42};

    for (int round = 0; round < 50; ++round) {
        Race race{plan};
        std::vector<Fix> shuffled = seven;
        shuffled.insert(shuffled.end(), seven.begin(), seven.begin() + 9);
        std::shuffle(shuffled.begin(), shuffled.end(), random);
        EXPECT_TRUE(race.apply(bib("8"), eight));
        race.rescore(bib("7"), shuffled);

        ASSERT_EQ(race.digest(), in_order.digest());
        ASSERT_EQ(race.passages(bib("7")), in_order.passages(bib("7")));
        ASSERT_EQ(race.standings(at(70)), in_order.standings(at(70)));
    }
}

TEST(Race, ChoosesAmongFixesOfTheSameTimeByContentNotByOrder) {
    const auto plan = race_on(cell, "S-----1-----F", {"7"});
    std::vector<Fix> fixes = walk(cell, ">>>>>>>>>>>>>>>>>>>>");
    Fix rival = fixes[6];
    rival.position.latitude.e6 += 100;
    rival.accuracy_dm = 200;
    Race first{plan};
    Race last{plan};

    std::vector<Fix> with_rival = fixes;
    with_rival.push_back(rival);
    last.rescore(bib("7"), with_rival);
    with_rival.insert(with_rival.begin(), rival);
    with_rival.pop_back();
    first.rescore(bib("7"), with_rival);
    Race without{plan};
    without.rescore(bib("7"), fixes);

    EXPECT_EQ(first.digest(), last.digest());
    EXPECT_EQ(first.digest(), without.digest()); // the better accuracy counts
}

} // namespace
} // namespace lanterne::scoring
