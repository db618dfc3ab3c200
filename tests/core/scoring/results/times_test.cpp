#include <gtest/gtest.h>

#include "core/scoring/results/display.hpp"
#include "tests/core/scoring/results/written_race.hpp"

namespace lanterne::scoring::results {
namespace {

using written::at;
using written::board;
using written::legs;
using written::race;

constexpr plan::Display tenths{.rounding = plan::Rounding::down, .unit = Milliseconds{100}};

TEST(Times, AreRoundedAsTheRankingSays) {
    const plan::Display down{plan::Rounding::down, Milliseconds{1'000}};
    const plan::Display up{plan::Rounding::up, Milliseconds{1'000}};
    const plan::Display nearest{plan::Rounding::nearest, Milliseconds{100}};

    EXPECT_EQ(shown(Milliseconds{7'784'300}, down), Milliseconds{7'784'000});
    EXPECT_EQ(to_text(shown(Milliseconds{7'784'300}, up), up), "2:09:45");
    EXPECT_EQ(shown(Milliseconds{7'784'000}, up), Milliseconds{7'784'000});
    EXPECT_EQ(to_text(shown(Milliseconds{61'250}, nearest), nearest), "1:01.3");
    EXPECT_EQ(shown(Milliseconds{-1}, down), Milliseconds{-1'000});
    EXPECT_EQ(shown(Milliseconds{-1}, up), Milliseconds{0});
    EXPECT_EQ(to_text(Milliseconds{-250}, {plan::Rounding::down, Milliseconds{10}}), "-0:00.25");
}

TEST(Times, OrderWhatLooksTheSameWhenItIsShown) {
    const auto close = race(R"(
        bib  S  F
        1    0  20.9
        2    0  20.1
        3    0  21.0
    )");

    EXPECT_EQ(board(close), "1 2 0:20 +0:00 | 2 1 0:20 +0:00 | 3 3 0:21 +0:01");
}

TEST(Times, ShareAPlaceWhenTheyAreTheSameAndLeaveTheNextOneFree) {
    const auto tied = race(R"(
        bib  S  F
        1    0  22
        2    0  21
        10   0  21
        3    0  20
    )");

    EXPECT_EQ(board(tied), "1 3 0:20 +0:00 | 2 2 0:21 +0:01 | ~2 10 0:21 +0:01 | 4 1 0:22 +0:02");
}

TEST(Times, AddUpInEveryRowWhateverIsRounded) {
    auto triathlon = race(R"(
        bib  S  A>    B>    F
        1    0  10.6  20.5  30.4
        2    0  10.4  21.3  31.9
    )");
    triathlon.entry("1").penalties.push_back(
        {.bib = written::bib("1"), .kind = plan::PenaltyKind::time, .time = Milliseconds{1'900}});

    const Tables tables = triathlon.tables();
    for (const Row& row : tables.rankings.front().rows) {
        Milliseconds sum = row.penalty;
        for (const SegmentTime& leg : row.segments) {
            sum += leg.time;
        }
        EXPECT_EQ(sum, *row.time) << row.bib.text();
        EXPECT_EQ(*row.gap, *row.time - *tables.rankings.front().rows.front().time);
    }
    EXPECT_EQ(legs(triathlon),
              "2 a 0:10 (1) b 0:11 (2) f 0:10 (2) | 1 a 0:10 (2) b 0:10 (1) f 0:10 (1)");
}

TEST(Times, RunFromTheSlotEvenForWhoStartsLate) {
    const auto trial = race(R"(
        bib  slot  S    F
        1    0     0    100
        2    60    75   170
        3    120   119  215
    )");

    // 2 rode 95 s and lost 15 s at the ramp.
    EXPECT_EQ(board(trial), "1 3 1:35 +0:00 | 2 1 1:40 +0:05 | 3 2 1:50 +0:15");
}

TEST(Times, RunFromTheGunOrFromOnesOwnStart) {
    auto marathon = race(R"(
        bib  S   F
        1    1   100
        2    30  110
    )");
    marathon.rules().rankings = {{.id = "gun", .basis = plan::TimeBasis::gun},
                                 {.id = "net", .basis = plan::TimeBasis::net}};

    const Tables tables = marathon.tables();
    EXPECT_EQ(board(tables.rankings[0]), "1 1 1:40 +0:00 | 2 2 1:50 +0:10");
    EXPECT_EQ(board(tables.rankings[1]), "1 2 1:20 +0:00 | 2 1 1:39 +0:19");
}

TEST(Times, RunFromTheGunWhereAStartWasNotSeen) {
    auto marathon = race(R"(
        bib  S   F
        1    -   100
        2    30  110
        3    -2  90
    )");
    marathon.rules().rankings = {{.id = "net", .basis = plan::TimeBasis::net}};

    // 3 crossed the line before the gun: it does not help.
    EXPECT_EQ(board(marathon), "1 2 1:20 +0:00 | 2 3 1:30 +0:10 | 3 1 1:40 +0:20");
}

TEST(Times, LeaveOutWhatIsNeutral) {
    auto stopped = race(R"(
        bib  S  1   F
        1    0  50  100
        2    0  60  140
    )");
    stopped.entry("2").neutral = {{at(70), at(115)}};

    EXPECT_EQ(board(stopped), "1 2 1:35 +0:00 | 2 1 1:40 +0:05");
}

TEST(Times, AreThoseOfAChosenPairOfPoints) {
    auto climbs = race(R"(
        bib  S  1   2   F
        1    0  10  40  50
        2    0  20  45  60
        3    0  30  -   70
    )");
    climbs.rules().segments = {{.id = "wall", .name = "The wall", .from = {"1"}, .to = {"2"}}};
    climbs.rules().rankings = {
        {.id = "wall", .basis = plan::TimeBasis::segment, .segment = "wall", .display = tenths}};

    EXPECT_EQ(board(climbs), "1 2 0:25.0 +0:00.0 | 2 1 0:30.0 +0:05.0 | - 3");
}

TEST(Times, SayHowManyPlacesALegWon) {
    const auto triathlon = race(R"(
        bib  S  A>  F
        1    0  10  40
        2    0  12  35
        3    0  14  36
    )");

    const Tables tables = triathlon.tables();
    const std::vector<Row>& rows = tables.rankings.front().rows;
    EXPECT_EQ(rows[0].segments[0].gained, std::nullopt);
    EXPECT_EQ(rows[0].segments[1].gained, 1);  // 2
    EXPECT_EQ(rows[1].segments[1].gained, 1);  // 3
    EXPECT_EQ(rows[2].segments[1].gained, -2); // 1
}

TEST(Times, SayTheGapAtTheSamePlace) {
    const auto run = race(R"(
        bib  S  1     2     F
        1    0  10.2  20    30
        2    0  11.1  19.5  -
    )");

    const Tables tables = run.tables();
    const Row& second = tables.rankings.front().rows[1];
    ASSERT_EQ(second.splits.size(), 2U);
    EXPECT_EQ(second.outcome, plan::Outcome::did_not_finish);
    EXPECT_EQ(second.splits[0].gap, Milliseconds{1'000});
    EXPECT_EQ(second.splits[0].rank, 2U);
    EXPECT_EQ(second.splits[1].rank, 1U);
}

} // namespace
} // namespace lanterne::scoring::results
