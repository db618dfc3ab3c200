#include <gtest/gtest.h>

#include "tests/core/scoring/results/written_race.hpp"

namespace lanterne::scoring::results {
namespace {

using written::bib;
using written::board;
using written::race;
using written::WrittenRace;

// Four laps; 3 is lapped on his third, 4 on his second and again later.
constexpr std::string_view criterium = R"(
    bib  S  L   L   L   F
    1    0  10  20  30  40
    2    0  11  21  31  41.5
    3    0  14  28  42  56
    4    0  21  43  -   -
)";

WrittenRace by_leader() {
    WrittenRace laps = race(criterium);
    laps.rules().end = {.by = plan::EndBy::leader, .line = "L"};
    return laps;
}

TEST(Laps, EndForAllWhenTheLeaderIsIn) {
    const WrittenRace laps = by_leader();

    EXPECT_EQ(board(laps), "1 1 0:40 +0:00 | 2 2 0:41 +0:01 | 3 3 0:42 +0:00 -1 lap | "
                           "4 4 0:43 +0:00 -2 lap");
}

TEST(Laps, AreOpenUntilTheLeaderIsIn) {
    WrittenRace laps = by_leader();
    laps.entry("1").passages.pop_back();
    laps.entry("2").passages.pop_back();
    laps.entry("3").passages.resize(3);

    EXPECT_EQ(board(laps.tables_at(39).rankings.front()),
              "- 1 racing | - 2 racing | - 3 racing | - 4 racing");
}

TEST(Laps, FollowTheNextLeaderWhenTheFirstIsDisqualified) {
    WrittenRace laps = by_leader();
    laps.entry("1").ruled = plan::Rule{.bib = bib("1"), .status = plan::Ruled::disqualified};

    // 2 ends the race at 41.5 s: 3 still comes at 42 s, with three laps.
    EXPECT_EQ(board(laps), "1 2 0:41 +0:00 | 2 3 0:42 +0:00 -1 lap | 3 4 0:43 +0:00 -2 lap | "
                           "- 1 DSQ");
}

TEST(Laps, LetALappedRiderFinishOnTheLeadersLapAndAtTheSameTime) {
    WrittenRace laps = race(R"(
        bib  S  L   L   F
        1    0  10  20  30
        2    0  15  30  45
    )");
    laps.rules().end = {.by = plan::EndBy::leader, .line = "L", .lapped = plan::Lapped::pulled};

    EXPECT_EQ(board(laps), "1 1 0:30 +0:00 | 2 2 0:30 +0:00 -1 lap");
}

TEST(Laps, TakeOutWhomTheLeaderLappedAtHisNextPassOfTheLine) {
    WrittenRace laps = by_leader();
    laps.rules().end.lapped = plan::Lapped::pulled;

    // 4 comes round for the first time when the leader has two laps.
    EXPECT_EQ(board(laps), "1 1 0:40 +0:00 | 2 2 0:41 +0:01 | 3 3 0:42 +0:00 -1 lap | "
                           "4 4 0:21 +0:00 -3 lap LAP");
}

TEST(Laps, LetAReinstatedRiderGoOn) {
    WrittenRace laps = by_leader();
    laps.rules().end.lapped = plan::Lapped::pulled;
    laps.entry("4").ruled = plan::Rule{.bib = bib("4"), .status = plan::Ruled::racing};

    EXPECT_EQ(board(laps), "1 1 0:40 +0:00 | 2 2 0:41 +0:01 | 3 3 0:42 +0:00 -1 lap | "
                           "4 4 0:43 +0:00 -2 lap");
}

TEST(Laps, EndAfterSoManyOfTheLeader) {
    WrittenRace laps = race(criterium);
    laps.rules().end = {.by = plan::EndBy::laps, .line = "L", .laps = 2};

    EXPECT_EQ(board(laps), "1 1 0:20 +0:00 | 2 2 0:21 +0:01 | 3 3 0:28 +0:08 | "
                           "4 4 0:21 +0:00 -1 lap");
}

TEST(Laps, EndSoManyAfterTheMinutesAreOver) {
    WrittenRace laps = race(criterium);
    laps.rules().end = {
        .by = plan::EndBy::time, .line = "L", .laps = 1, .minutes = Milliseconds{15'000}};

    // The leader passes at 20 s with one lap to go, and is in at 30 s.
    EXPECT_EQ(board(laps), "1 1 0:30 +0:00 | 2 2 0:31 +0:01 | 3 3 0:42 +0:12 | "
                           "4 4 0:43 +0:00 -1 lap");
}

TEST(Laps, CountOneThatNobodySaw) {
    WrittenRace laps = race(R"(
        bib  S  L   L   F
        1    0  10  -   30
        2    0  11  21  31
    )");
    laps.rules().end = {.by = plan::EndBy::leader, .line = "L"};

    EXPECT_EQ(board(laps), "1 1 0:30 +0:00 | 2 2 0:31 +0:01");
}

TEST(Laps, CanBeTakenAsAPenalty) {
    WrittenRace laps = by_leader();
    laps.entry("1").penalties = {
        {.bib = bib("1"), .kind = plan::PenaltyKind::laps, .time = {}, .count = 1}};

    EXPECT_EQ(board(laps), "1 2 0:41 +0:00 | 2 1 0:40 +0:00 -1 lap | 3 3 0:42 +0:02 -1 lap | "
                           "4 4 0:43 +0:00 -2 lap");
}

} // namespace
} // namespace lanterne::scoring::results
