#include <gtest/gtest.h>

#include "tests/core/scoring/results/written_race.hpp"

namespace lanterne::scoring::results {
namespace {

using written::bib;
using written::board;
using written::race;
using written::WrittenRace;

void judge(WrittenRace& race, std::vector<std::vector<std::string>> places,
           const std::string& point = "F") {
    plan::FinishOrder order{.at = {point}, .places = {}};
    for (const auto& bibs : places) {
        plan::FinishOrder::Place& place = order.places.emplace_back();
        for (const std::string& text : bibs) {
            place.bibs.push_back(bib(text));
        }
    }
    race.record.orders.push_back(std::move(order));
}

constexpr std::string_view sprint = R"(
    bib  S  F
    1    0  ~100.0
    2    0  ~100.2
    3    0  ~100.4
    4    0  ~105.0
)";

TEST(Judges, AreNeededWhereSatellitesDoNotSeparate) {
    EXPECT_EQ(board(race(sprint)),
              "1 1 1:40 +0:00 | ~1 2 1:40 +0:00 | ~1 3 1:40 +0:00 | 4 4 1:45 +0:05");
}

TEST(Judges, AreNeededWhereOneOfTwoWasSeenByAChip) {
    EXPECT_EQ(board(race(R"(
                  bib  S  F
                  1    0  100.0
                  2    0  ~100.2
                  3    0  100.4
              )")),
              "1 1 1:40 +0:00 | ~1 2 1:40 +0:00 | ~3 3 1:40 +0:00");
}

TEST(Judges, AreNotNeededForThoseWhoDidNotPassTogether) {
    // A time trial: 2 started a minute later.
    EXPECT_EQ(board(race(R"(
                  bib  slot  S   F
                  1    0     0   ~100.0
                  2    60    60  ~160.2
              )")),
              "1 1 1:40 +0:00 | ~2 2 1:40 +0:00");
}

TEST(Judges, AreNeededInEveryRankingAndNoTieBreakTakesTheirPlace) {
    WrittenRace race = written::race(sprint);
    race.rules().rankings = {
        {.id = "net",
         .basis = plan::TimeBasis::net,
         .ties = {{.by = plan::TieBreak::older}, {.by = plan::TieBreak::segment, .segment = "f"}}},
        {.id = "laps", .by = plan::Measure::laps},
        {.id = "groups", .group_gap = Milliseconds{100}}};

    const Tables tables = race.tables();
    for (const Table& table : tables.rankings) {
        EXPECT_EQ(table.rows[0].rank, 1U) << table.id;
        EXPECT_EQ(table.rows[1].rank, 1U) << table.id;
        EXPECT_EQ(table.rows[2].rank, 1U) << table.id;
        EXPECT_EQ(table.rows[3].rank, 4U) << table.id;
    }
}

// In a chain each is near the next, and the last is far from the first.
TEST(Judges, AreNotAskedToTellApartTheEndsOfAChain) {
    EXPECT_EQ(board(race(R"(
                  bib  S  F
                  1    0  ~100.0
                  2    0  ~100.6
                  3    0  ~101.2
                  4    0  ~101.8
              )")),
              "1 1 1:40 +0:00 | ~1 2 1:40 +0:00 | ~3 3 1:41 +0:01 | ~3 4 1:41 +0:01");
}

TEST(Judges, BeatTheTimesOfThoseWhomTheyName) {
    WrittenRace race = written::race(sprint);
    judge(race, {{"3"}, {"1"}, {"2"}});

    EXPECT_EQ(board(race), "1 3 1:40 +0:00 | 2 1 1:40 +0:00 | 3 2 1:40 +0:00 | 4 4 1:45 +0:05");
}

TEST(Judges, CanCallADeadHeat) {
    WrittenRace race = written::race(sprint);
    judge(race, {{"3"}, {"1", "2"}, {"4"}});

    EXPECT_EQ(board(race), "1 3 1:40 +0:00 | 2 1 1:40 +0:00 | 2 2 1:40 +0:00 | 4 4 1:45 +0:05");
}

TEST(Judges, SayNothingOfThoseWhomTheyDoNotName) {
    WrittenRace race = written::race(sprint);
    judge(race, {{"2"}, {"1"}});

    EXPECT_EQ(board(race), "1 2 1:40 +0:00 | 2 1 1:40 +0:00 | ~3 3 1:40 +0:00 | 4 4 1:45 +0:05");
}

TEST(Judges, PutThoseWhomTheyNameBeforeThoseOfTheBunchWhomTheyDoNot) {
    WrittenRace race = written::race(R"(
        bib  S  F
        1    0  ~100.0
        2    0  ~100.1
        3    0  ~100.2
    )");
    judge(race, {{"3"}});

    EXPECT_EQ(board(race), "1 3 1:40 +0:00 | ~2 1 1:40 +0:00 | ~2 2 1:40 +0:00");
}

TEST(Judges, AreNotMisledByOneBadTime) {
    WrittenRace race = written::race(R"(
        bib  S  F
        1    0  100
        2    0  ~140
        3    0  101
        4    0  102
        5    0  103
    )");
    judge(race, {{"1"}, {"2"}, {"3"}, {"4"}});

    // 3, 4 and 5 keep their times; what satellites said of 2 moves.
    EXPECT_EQ(board(race), "1 1 1:40 +0:00 | 2 2 1:41 +0:01 | 3 3 1:41 +0:01 | "
                           "4 4 1:42 +0:02 | 5 5 1:43 +0:03");
}

TEST(Judges, AreNotMisledByOneBadTimeThatIsTooEarly) {
    WrittenRace race = written::race(R"(
        bib  S  F
        1    0  100
        2    0  101
        3    0  60
        4    0  102
    )");
    judge(race, {{"1"}, {"2"}, {"3"}, {"4"}});

    EXPECT_EQ(board(race), "1 1 1:40 +0:00 | 2 2 1:41 +0:01 | 3 3 1:41 +0:01 | 4 4 1:42 +0:02");
}

TEST(Judges, BelieveTheMorePreciseOfTwoThatContradictEachOther) {
    WrittenRace race = written::race(R"(
        bib  S  F
        1    0  ~104.0
        2    0  100.0
    )");
    judge(race, {{"1"}, {"2"}});

    EXPECT_EQ(board(race), "1 1 1:40 +0:00 | 2 2 1:40 +0:00");
}

TEST(Judges, AreNotMisledByOneBadTimeInADeadHeat) {
    WrittenRace race = written::race(R"(
        bib  S  F
        1    0  100
        2    0  ~140
        3    0  101
        4    0  102
    )");
    judge(race, {{"1", "2"}, {"3"}, {"4"}});

    EXPECT_EQ(board(race), "1 1 1:41 +0:00 | 1 2 1:41 +0:00 | 3 3 1:41 +0:00 | 4 4 1:42 +0:01");
}

// A bunch of three, one second, a bunch of two.
constexpr std::string_view bunches = R"(
    bib  S  F
    1    0  ~100.0
    2    0  ~100.9
    3    0  ~101.8
    4    0  ~102.8
    5    0  ~103.0
)";

WrittenRace with_group_times(std::string_view text) {
    WrittenRace race = written::race(text);
    race.rules().rankings = {{.id = "stage", .group_gap = Milliseconds{1'000}}};
    return race;
}

TEST(Groups, HaveTheTimeOfTheirFirstAndNoOrderBySatellites) {
    EXPECT_EQ(board(with_group_times(bunches)),
              "1 1 1:40 +0:00 | ~1 2 1:40 +0:00 | ~1 3 1:40 +0:00 | "
              "4 4 1:42 +0:02 | ~4 5 1:42 +0:02");
}

TEST(Groups, HaveTheOrderThatJudgesSaw) {
    WrittenRace race = with_group_times(bunches);
    judge(race, {{"2"}, {"3"}, {"1"}});

    EXPECT_EQ(board(race), "1 2 1:40 +0:00 | 2 3 1:40 +0:00 | 3 1 1:40 +0:00 | "
                           "4 4 1:42 +0:02 | ~4 5 1:42 +0:02");
}

TEST(Groups, ShareThePlaceBehindThoseWhomJudgesCouldTell) {
    WrittenRace race = with_group_times(bunches);
    judge(race, {{"3"}});

    const Tables tables = race.tables();
    const std::vector<Row>& rows = tables.rankings.front().rows;
    EXPECT_EQ(rows[0].bib, bib("3"));
    EXPECT_EQ(rows[1].rank, 2U);
    EXPECT_EQ(rows[2].rank, 2U);
}

TEST(Groups, AreOrderedByAChip) {
    const WrittenRace race = with_group_times(R"(
        bib  S  F
        1    0  100.9
        2    0  100.0
        3    0  100.9
    )");

    EXPECT_EQ(board(race), "1 2 1:40 +0:00 | 2 1 1:40 +0:00 | ~2 3 1:40 +0:00");
}

TEST(Ties, AreBrokenByTheListOfTheRanking) {
    WrittenRace race = written::race(R"(
        bib  born  S  A>  F
        1    1990  0  12  30
        2    1980  0  11  30
        3    1985  0  12  30
    )");
    race.rules().rankings = {
        {.id = "overall",
         .ties = {{.by = plan::TieBreak::segment, .segment = "f"}, {.by = plan::TieBreak::older}}}};

    EXPECT_EQ(board(race), "1 3 0:30 +0:00 | ~2 1 0:30 +0:00 | ~3 2 0:30 +0:00");
}

TEST(Filters, MakeARankingOfSomeWithPlacesOfItsOwn) {
    WrittenRace race = written::race(R"(
        bib  sex  born  S  F
        1    m    1990  0  30
        2    f    1980  0  31
        3    f    2010  0  32
        4    f    1970  0  33
    )");
    race.rules().rankings = {{.id = "women", .who = {.sexes = {plan::Sex::female}}},
                             {.id = "masters", .who = {.youngest = 40}},
                             {.id = "youth", .who = {.oldest = 19}}};

    const Tables tables = race.tables(); // in 2026
    EXPECT_EQ(board(tables.rankings[0]), "1 2 0:31 +0:00 | 2 3 0:32 +0:01 | 3 4 0:33 +0:02");
    EXPECT_EQ(board(tables.rankings[1]), "1 2 0:31 +0:00 | 2 4 0:33 +0:02");
    EXPECT_EQ(board(tables.rankings[2]), "1 3 0:32 +0:00");
}

} // namespace
} // namespace lanterne::scoring::results
