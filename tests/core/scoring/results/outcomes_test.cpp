#include <gtest/gtest.h>

#include "tests/core/scoring/results/written_race.hpp"

namespace lanterne::scoring::results {
namespace {

using written::at;
using written::bib;
using written::board;
using written::race;
using written::WrittenRace;

void rule(WrittenRace& race, std::string_view who, plan::Ruled status, std::string article = "") {
    race.entry(who).ruled =
        plan::Rule{.bib = bib(who), .status = status, .article = std::move(article)};
}

void penalise(WrittenRace& race, plan::Penalise penalty) {
    race.entry(penalty.bib.text()).penalties.push_back(std::move(penalty));
}

constexpr std::string_view five = R"(
    bib  S  1   F
    1    0  10  20
    2    0  11  22
    3    0  12  24
    4    0  13  -
    5    -  -   -
)";

TEST(Outcomes, AreOpenWhileTheRaceRunsAndSettledWhenItIsOver) {
    const WrittenRace run = race(five);

    EXPECT_EQ(board(run.tables_at(30).rankings.front()),
              "1 1 0:20 +0:00 | 2 2 0:22 +0:02 | 3 3 0:24 +0:04 | - 4 racing | - 5");
    EXPECT_EQ(board(run), "1 1 0:20 +0:00 | 2 2 0:22 +0:02 | 3 3 0:24 +0:04 | - 4 DNF | - 5 DNS");
}

TEST(Outcomes, StandInTheOrderThatTheRulesSay) {
    WrittenRace run = race(five);
    rule(run, "1", plan::Ruled::disqualified, "4.2");
    run.rules().order = {plan::Outcome::disqualified, plan::Outcome::did_not_start};

    EXPECT_EQ(board(run), "1 2 0:22 +0:00 | 2 3 0:24 +0:02 | - 1 DSQ | - 5 DNS | - 4 DNF");
}

TEST(Outcomes, GiveTheWinnersPlaceToTheNextWhileHeIsDisqualified) {
    WrittenRace run = race(five);

    rule(run, "1", plan::Ruled::disqualified, "4.2");
    const Tables protested = run.tables();
    EXPECT_EQ(protested.rankings.front().rows[0].bib, bib("2"));
    EXPECT_EQ(protested.rankings.front().rows[3].article, "4.2");
    EXPECT_EQ(board(run), "1 2 0:22 +0:00 | 2 3 0:24 +0:02 | - 4 DNF | - 1 DSQ | - 5 DNS");

    rule(run, "1", plan::Ruled::racing); // the protest is upheld
    EXPECT_EQ(board(run), "1 1 0:20 +0:00 | 2 2 0:22 +0:02 | 3 3 0:24 +0:04 | - 4 DNF | - 5 DNS");
}

TEST(Outcomes, CutWhoPassesLaterAndNotWhoPassesAtTheLimit) {
    WrittenRace run = race(five);
    run.rules().cut_offs = {
        {.at = {"1"}, .from = plan::LimitFrom::gun, .limit = Milliseconds{11'000}}};

    EXPECT_EQ(board(run), "1 1 0:20 +0:00 | 2 2 0:22 +0:02 | - 3 OTL | - 4 OTL | - 5 DNS");
}

// Where its unit saw it last: so many metres along, on the course until then.
void see(WrittenRace& race, std::string_view who, double along, double until) {
    race.entry(who).seen = Whereabouts{
        .along = Metres{along}, .time = at(until), .on_course = true, .on_course_until = at(until)};
}

TEST(Outcomes, CutWhoIsStillOnTheWayThereWhenTheLimitIsOver) {
    WrittenRace run = race(five);
    run.rules().cut_offs = {{.at = {"F"}, .from = plan::LimitFrom::clock, .clock = at(100)}};
    see(run, "4", 0, 120);

    const auto fourth = [&](double seconds) {
        return run.tables_at(seconds).rankings.front().rows[3].outcome;
    };
    EXPECT_EQ(fourth(100), plan::Outcome::racing);
    EXPECT_EQ(fourth(101), plan::Outcome::over_time_limit);
    EXPECT_EQ(board(run), "1 1 0:20 +0:00 | 2 2 0:22 +0:02 | 3 3 0:24 +0:04 | - 4 OTL | - 5 DNS");
}

TEST(Outcomes, LeaveWhoGaveUpBeforeTheLimitAsNotFinished) {
    WrittenRace run = race(five);
    run.rules().cut_offs = {{.at = {"F"}, .from = plan::LimitFrom::clock, .clock = at(100)}};
    see(run, "4", 0, 60); // left the course, and is seen at home since
    run.entry("4").seen->time = at(3'000);
    run.entry("4").seen->on_course = false;

    EXPECT_EQ(run.tables_at(200).rankings.front().rows[3].outcome, plan::Outcome::racing);
    EXPECT_EQ(board(run), "1 1 0:20 +0:00 | 2 2 0:22 +0:02 | 3 3 0:24 +0:04 | - 4 DNF | - 5 DNS");

    rule(run, "4", plan::Ruled::over_time_limit); // a judge took him out at the limit
    EXPECT_EQ(board(run), "1 1 0:20 +0:00 | 2 2 0:22 +0:02 | 3 3 0:24 +0:04 | - 4 OTL | - 5 DNS");
}

TEST(Outcomes, DoNotCutWhoIsBeyondThePointWithoutATimeThere) {
    WrittenRace run = race(R"(
        bib  S  1  F
        1    0  -  -
    )");
    run.rules().cut_offs = {
        {.at = {"1"}, .from = plan::LimitFrom::gun, .limit = Milliseconds{5'000}}};
    const double point = run.plan->course.points()[1].along.value;
    see(run, "1", point - 1, 100);
    EXPECT_EQ(board(run), "- 1 OTL");

    see(run, "1", point + 1, 100);
    EXPECT_EQ(board(run), "- 1 DNF");
    see(run, "1", point - 1, 100);
    run.entry("1").missing = {{.point = 1, .is_ambiguous = true}};
    EXPECT_EQ(board(run), "- 1 DNF");
}

TEST(Outcomes, GiveNoPlaceToWhoseScoringBroke) {
    WrittenRace run = race(five);
    run.entry("2").is_unscored = true;

    EXPECT_EQ(board(run), "1 1 0:20 +0:00 | 2 3 0:24 +0:04 | - 2 NC | - 4 DNF | - 5 DNS");
}

TEST(Outcomes, DoNotCutWhomNobodySawThereButFartherOn) {
    WrittenRace run = race(R"(
        bib  S  1  F
        1    0  -  20
    )");
    run.rules().cut_offs = {
        {.at = {"1"}, .from = plan::LimitFrom::gun, .limit = Milliseconds{5'000}}};

    EXPECT_EQ(board(run), "1 1 0:20 +0:00");
}

TEST(Outcomes, MoveACutOffForTheWaveThatItWasExtendedFor) {
    WrittenRace run = race(five);
    run.rules().cut_offs = {
        {.at = {"1"}, .from = plan::LimitFrom::start, .limit = Milliseconds{11'000}}};
    for (const char* late : {"3", "4"}) {
        run.entry(late).extensions = {{.whom = {}, .point = "1", .by = Milliseconds{600}},
                                      {.whom = {}, .point = "1", .by = Milliseconds{400}},
                                      {.whom = {}, .point = "F", .by = Milliseconds{9'000}}};
    }

    EXPECT_EQ(board(run), "1 1 0:20 +0:00 | 2 2 0:22 +0:02 | 3 3 0:24 +0:04 | - 4 OTL | - 5 DNS");
}

TEST(Outcomes, MeasureAShareOfTheWinnersTimeByWhoeverIsTheWinnerNow) {
    WrittenRace run = race(five);
    run.rules().cut_offs = {
        {.at = {"F"}, .from = plan::LimitFrom::winner, .share_permille = 1'100}};

    // 110 % of 20 s is 22 s.
    EXPECT_EQ(board(run), "1 1 0:20 +0:00 | 2 2 0:22 +0:02 | - 3 OTL | - 4 DNF | - 5 DNS");

    rule(run, "1", plan::Ruled::disqualified);
    // 110 % of 22 s is 24.2 s.
    EXPECT_EQ(board(run), "1 2 0:22 +0:00 | 2 3 0:24 +0:02 | - 4 DNF | - 1 DSQ | - 5 DNS");
}

TEST(Outcomes, LetAReinstatementTakeACutOffBack) {
    WrittenRace run = race(five);
    run.rules().cut_offs = {
        {.at = {"F"}, .from = plan::LimitFrom::gun, .limit = Milliseconds{21'000}}};
    rule(run, "2", plan::Ruled::racing);

    EXPECT_EQ(board(run), "1 1 0:20 +0:00 | 2 2 0:22 +0:02 | - 3 OTL | - 4 DNF | - 5 DNS");
}

TEST(Outcomes, DoNotCutAtAPointOfADroppedLeg) {
    WrittenRace run = race(R"(
        bib  S  A>  F
        1    0  50  90
    )");
    run.rules().cut_offs = {
        {.at = {"A"}, .from = plan::LimitFrom::gun, .limit = Milliseconds{10'000}}};
    EXPECT_EQ(board(run), "- 1 OTL");

    run.entry("1").dropped_legs = {0};
    run.entry("1").passages.erase(run.entry("1").passages.begin(),
                                  run.entry("1").passages.begin() + 2);
    EXPECT_EQ(board(run), "1 1 0:00 +0:00"); // the clock starts where it is first seen
}

TEST(Penalties, ChangeTheOrderAndAreAColumnOfTheirOwn) {
    WrittenRace run = race(five);
    penalise(run, {.bib = bib("1"), .kind = plan::PenaltyKind::time, .time = Milliseconds{3'000}});

    EXPECT_EQ(board(run), "1 2 0:22 +0:00 | 2 1 0:23 +0:01 | 3 3 0:24 +0:02 | - 4 DNF | - 5 DNS");
    const Tables tables = run.tables();
    EXPECT_EQ(tables.rankings.front().rows[1].penalty, Milliseconds{3'000});
}

TEST(Penalties, OfABoxCountUnlessItWasServed) {
    WrittenRace run = race(five);
    penalise(run, {.bib = bib("1"), .kind = plan::PenaltyKind::box, .time = Milliseconds{3'000}});
    penalise(run, {.bib = bib("2"),
                   .kind = plan::PenaltyKind::box,
                   .time = Milliseconds{9'000},
                   .served = at(15)});

    EXPECT_EQ(board(run), "1 2 0:22 +0:00 | 2 1 0:23 +0:01 | 3 3 0:24 +0:02 | - 4 DNF | - 5 DNS");
}

TEST(Penalties, OfPlacesPutOneBehindTheNext) {
    WrittenRace run = race(five);
    penalise(run, {.bib = bib("1"), .kind = plan::PenaltyKind::places, .count = 1});
    penalise(run, {.bib = bib("3"), .kind = plan::PenaltyKind::places, .count = 50});
    penalise(run, {.bib = bib("2"), .kind = plan::PenaltyKind::warning});

    EXPECT_EQ(board(run), "1 2 0:22 +0:02 | 2 1 0:20 +0:00 | 3 3 0:24 +0:04 | - 4 DNF | - 5 DNS");
}

TEST(Penalties, OfCardsCostWhatTheTariffSaysAndTheSecondRedOneTheRace) {
    WrittenRace run = race(five);
    run.rules().cards = {{.name = "yellow", .time = Milliseconds{3'000}},
                         {.name = "red", .disqualified_at = 2}};
    penalise(run, {.bib = bib("1"), .kind = plan::PenaltyKind::card, .card = "yellow"});
    penalise(run, {.bib = bib("2"), .kind = plan::PenaltyKind::card, .card = "red"});

    EXPECT_EQ(board(run), "1 2 0:22 +0:00 | 2 1 0:23 +0:01 | 3 3 0:24 +0:02 | - 4 DNF | - 5 DNS");

    penalise(run,
             {.bib = bib("2"), .kind = plan::PenaltyKind::card, .article = "9.1", .card = "red"});
    const Tables tables = run.tables();
    EXPECT_EQ(tables.rankings.front().rows[3].outcome, plan::Outcome::disqualified);
    EXPECT_EQ(tables.rankings.front().rows[3].article, "9.1");
}

} // namespace
} // namespace lanterne::scoring::results
