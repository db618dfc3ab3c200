#include <gmock/gmock.h>

#include "simulator/judge/forecasts.hpp"
#include "simulator/judge/order.hpp"
#include "simulator/judge/outcomes.hpp"
#include "simulator/judge/passages.hpp"
#include "simulator/judge/positions.hpp"
#include "tests/simulator/truth/drawn_race.hpp"

// Each number of a verdict, by cases that are drawn by hand.
namespace lanterne::simulator::judge {
namespace {

using drawn::at;
using testing::DoubleNear;
using testing::ElementsAre;
using testing::HasSubstr;

TEST(Spread, SaysTheValueThatAShareDoesNotExceed) {
    Spread spread;
    for (int i = 1; i <= 100; ++i) {
        spread.add(i % 2 == 0 ? i : -i);
    }

    EXPECT_THAT(*spread.size_quantile(0.5), DoubleNear(50, 0.25)); // kept to half a per cent
    EXPECT_THAT(*spread.size_quantile(0.9), DoubleNear(90, 0.45));
    EXPECT_THAT(*spread.size_quantile(1), DoubleNear(100, 0.5));
    EXPECT_THAT(*spread.quantile(0.01), DoubleNear(-99, 0.5));
    EXPECT_THAT(*spread.quantile(0.5), DoubleNear(-1, 0.005));
    EXPECT_DOUBLE_EQ(*spread.mean(), 0.5);
}

TEST(Spread, OfNothingSaysNothing) {
    EXPECT_EQ(Spread{}.size_quantile(0.5), std::nullopt);
    EXPECT_EQ(Spread{}.mean(), std::nullopt);
}

TEST(Spread, OfTwoIsThatOfAllTheirValues) {
    Spread one;
    one.add(1);
    Spread other;
    other.add(-3);
    other.add(4);

    one.add(other);

    EXPECT_EQ(one.count(), 3U);
    EXPECT_THAT(*one.size_quantile(0.6), DoubleNear(3, 0.02));
}

ToldMoment truly(double along_m, Doing doing = Doing::racing, std::uint32_t rank = 1) {
    return {.along_dm = static_cast<std::int32_t>(along_m * 10), .rank = rank, .doing = doing};
}

class Positions : public testing::Test {
protected:
    TruthRace race_ = drawn::race(2, 3); // three laps of a kilometre
    PositionJudge judge_{race_, at(0), std::chrono::minutes{30}};
};

TEST_F(Positions, AreOffByWhatIsSaidLessTheTruth) {
    judge_.add(0, at(10), 104, truly(100));
    judge_.add(0, at(11), 108, truly(110));

    const PositionVerdict& verdict = judge_.verdict();
    EXPECT_THAT(*verdict.error_m.size_quantile(0.5), DoubleNear(2, 0.01));
    EXPECT_THAT(*verdict.error_m.size_quantile(1), DoubleNear(4, 0.02));
    EXPECT_DOUBLE_EQ(*verdict.error_m.mean(), 1);
    EXPECT_EQ(verdict.by_sport.at(course::Sport::run).count(), 2U);
}

TEST_F(Positions, OnAnotherLapAreFoundOnceAStretch) {
    judge_.add(0, at(10), 1'103, truly(100)); // a lap ahead
    judge_.add(0, at(11), 1'113, truly(110));
    judge_.add(1, at(11), 1'880, truly(900)); // 980 m: within a tenth of a lap of one
    judge_.add(0, at(12), 121, truly(120));   // right again
    judge_.add(0, at(13), 2'135, truly(130)); // two laps ahead

    EXPECT_EQ(judge_.verdict().wrong_laps, 3U);
    EXPECT_EQ(judge_.verdict().wrong_lap_fixes, 4U);
}

TEST_F(Positions, ThatAreFarOffButNotALapAreNoWrongLap) {
    judge_.add(0, at(10), 600, truly(100));

    EXPECT_EQ(judge_.verdict().wrong_laps, 0U);
    EXPECT_THAT(*judge_.verdict().error_m.size_quantile(1), DoubleNear(500, 3));
}

TEST_F(Positions, OfWhoIsNotOnTheCourseCountOnlyByWhatItDoes) {
    judge_.add(0, at(10), 500, truly(100, Doing::lost));
    judge_.add(0, at(10), 500, truly(100, Doing::in_vehicle));
    judge_.add(0, at(10), 101, truly(100, Doing::standing));

    EXPECT_EQ(judge_.verdict().error_m.count(), 1U);
    EXPECT_EQ(judge_.verdict().by_doing.at(Doing::lost).count(), 1U);
    EXPECT_EQ(judge_.verdict().by_doing.at(Doing::in_vehicle).count(), 1U);
}

TEST_F(Positions, AreKeptByMinutesOfTheRace) {
    judge_.add(0, at(59), 101, truly(100));
    judge_.add(0, at(60), 102, truly(100));

    ASSERT_EQ(judge_.verdict().over_time.size(), 2U);
    EXPECT_THAT(*judge_.verdict().over_time[1].size_quantile(0.5), DoubleNear(2, 0.01));
}

TEST(AnotherLap, IsNoneWhereTheLegHasOne) {
    const TruthRace race = drawn::race(1, 1);

    EXPECT_FALSE(is_another_lap(race.courses[0].legs[0], 1'000));
}

SaidPassage said(const std::string& bib, const std::string& point, std::uint32_t lap,
                 Milliseconds time, double standard_error_s = 1) {
    return {.bib = bib,
            .point = point,
            .leg = 0,
            .lap = lap,
            .time = at(0) + time,
            .standard_error_s = standard_error_s,
            .source = point == "start" ? "gun" : "gps"};
}

class Passages : public testing::Test {
protected:
    Passages() {
        passages_[0] = {{.entry = 0, .point = 0, .time = at(0)},
                        {.entry = 0, .point = 1, .time = at(200)},
                        {.entry = 0, .point = 2, .time = at(400)}};
        passages_[1] = {{.entry = 1, .point = 0, .time = at(0)}};
    }

    PassageVerdict judged(const std::vector<SaidPassage>& said_ones,
                          UtcTime known_until = at(1'000)) const {
        return judge_passages({.race = race_, .passages = passages_, .known_until = known_until},
                              said_ones);
    }

    static std::vector<SaidPassage> starts() {
        return {said("1", "start", 1, Milliseconds{0}), said("2", "start", 1, Milliseconds{0})};
    }

    static std::vector<SaidPassage> with(std::vector<SaidPassage> others) {
        std::vector<SaidPassage> all = starts();
        all.insert(all.end(), others.begin(), others.end());
        return all;
    }

    TruthRace race_ = drawn::race(2, 2);
    std::vector<std::vector<ToldPassage>> passages_{2};
};

TEST_F(Passages, AreOffByWhatIsSaidLessTheTruth) {
    const PassageVerdict verdict = judged(with({said("1", "lap", 1, Milliseconds{200'400}),
                                                said("1", "finish", 2, Milliseconds{398'800})}));

    EXPECT_EQ(verdict.truly, 4U);
    EXPECT_EQ(verdict.missing, 0U);
    EXPECT_EQ(verdict.false_ones, 0U);
    EXPECT_EQ(verdict.error_s.count(), 2U); // a gun is measured by nobody
    EXPECT_THAT(*verdict.error_s.size_quantile(0.5), DoubleNear(0.4, 0.01));
    EXPECT_THAT(*verdict.error_s.mean(), DoubleNear(-0.4, 1e-9));
    EXPECT_EQ(verdict.histogram.counts[35], 1U); // -1.25 to -1.0
}

TEST_F(Passages, ThatAreMissingAreFound) {
    const PassageVerdict verdict = judged(with({said("1", "finish", 2, Milliseconds{400'000})}));

    EXPECT_EQ(verdict.missing, 1U);
    EXPECT_THAT(verdict.examples, ElementsAre(HasSubstr("bib 1 at lap (leg 0, lap 1) was passed")));
}

TEST_F(Passages, BehindTheEndOfWhatWasHeardAreNotMissing) {
    const PassageVerdict verdict = judged(starts(), at(100));

    EXPECT_EQ(verdict.truly, 2U);
    EXPECT_EQ(verdict.missing, 0U);
}

TEST_F(Passages, ThatNeverWereAreFound) {
    const PassageVerdict verdict = judged(with({said("1", "lap", 1, Milliseconds{200'000}),
                                                said("1", "finish", 2, Milliseconds{400'000}),
                                                said("2", "lap", 1, Milliseconds{220'000})}));

    EXPECT_EQ(verdict.false_ones, 1U);
    EXPECT_EQ(verdict.missing, 0U);
    EXPECT_THAT(verdict.examples, ElementsAre(HasSubstr("bib 2 at lap (leg 0, lap 1) was never")));
}

TEST_F(Passages, TooFarOffAreFalseAndMissing) {
    const PassageVerdict at_the_limit =
        judged(with({said("1", "lap", 1, Milliseconds{260'000}),
                     said("1", "finish", 2, Milliseconds{400'000})}));
    const PassageVerdict beyond = judged(with({said("1", "lap", 1, Milliseconds{260'001}),
                                               said("1", "finish", 2, Milliseconds{400'000})}));

    EXPECT_EQ(at_the_limit.false_ones, 0U);
    EXPECT_EQ(beyond.false_ones, 1U);
    EXPECT_EQ(beyond.missing, 1U);
}

TEST_F(Passages, LieWithinTheirStandardErrorOrNot) {
    const PassageVerdict verdict =
        judged(with({said("1", "lap", 1, Milliseconds{201'950}, 1),       // 1.95 of 1.96
                     said("1", "finish", 2, Milliseconds{401'970}, 1)})); // 1.97

    EXPECT_EQ(verdict.inside.part, 1U);
    EXPECT_EQ(verdict.inside.whole, 2U);
}

Placed placed(std::uint32_t said_rank, std::uint32_t true_rank, double along_m,
              Doing doing = Doing::racing) {
    return {.said_rank = said_rank, .truth = truly(along_m, doing, true_rank)};
}

TEST(Order, IsRightWhereTheRanksAre) {
    OrderJudge judge;

    judge.look(std::vector{placed(1, 1, 900), placed(2, 3, 500), placed(3, 2, 700)});

    EXPECT_EQ(judge.verdict().right.part, 1U);
    EXPECT_EQ(judge.verdict().right.whole, 3U);
    EXPECT_EQ(judge.verdict().near.part, 1U);
}

TEST(Order, OfWhoIsSideBySideMayBeEither) {
    OrderJudge judge;

    judge.look(std::vector{placed(2, 1, 709), placed(1, 2, 700), placed(3, 3, 690)});

    EXPECT_EQ(judge.verdict().right.part, 1U);
    EXPECT_EQ(judge.verdict().near.part, 3U);
}

TEST(Order, IsNotWrongForAllWhenOneIsStillShownThatGaveUp) {
    OrderJudge judge;

    judge.look(std::vector{placed(1, 1, 900), placed(2, 0, 800, Doing::gave_up), placed(3, 2, 700),
                           placed(0, 3, 100)});

    EXPECT_EQ(judge.verdict().right.part, 2U);
    EXPECT_EQ(judge.verdict().right.whole, 2U);
    EXPECT_EQ(judge.verdict().ranked_without, 1U);
    EXPECT_EQ(judge.verdict().unranked, 1U);
}

TEST(FinalOrder, IsWrongForWhoHasAnotherRank) {
    const FinalVerdict verdict =
        judge_final(std::vector<FinalPlace>{{.bib = "7", .said_rank = 1, .true_rank = 2},
                                            {.bib = "8", .said_rank = 2, .true_rank = 1},
                                            {.bib = "9", .said_rank = 3, .true_rank = 3}});

    EXPECT_EQ(verdict.ranked, 3U);
    EXPECT_EQ(verdict.wrong, 2U);
    EXPECT_THAT(verdict.examples, ElementsAre("bib 7 is said 1, was 2", "bib 8 is said 2, was 1"));
}

TEST(FinalOrder, IsOpenAmongThoseWhoAreLinkedOrShareARank) {
    const FinalVerdict linked = judge_final(
        std::vector<FinalPlace>{{.bib = "7", .said_rank = 1, .true_rank = 2},
                                {.bib = "8", .said_rank = 2, .is_linked = true, .true_rank = 1}});
    const FinalVerdict shared =
        judge_final(std::vector<FinalPlace>{{.bib = "7", .said_rank = 1, .true_rank = 2},
                                            {.bib = "8", .said_rank = 1, .true_rank = 1},
                                            {.bib = "9", .said_rank = 3, .true_rank = 3}});

    EXPECT_EQ(linked.wrong, 0U);
    EXPECT_EQ(shared.wrong, 0U);
}

SaidArrival arrival(std::int64_t early, std::int64_t likely, std::int64_t late) {
    return {.point = "finish",
            .leg = 0,
            .lap = 1,
            .early = at(early),
            .likely = at(likely),
            .late = at(late)};
}

TEST(Forecasts, AreInsideTheirBandOrOutside) {
    ForecastJudge judge;
    judge.add({0, 1}, arrival(300, 320, 360), at(0), at(330));
    judge.add({1, 1}, arrival(300, 320, 360), at(0), at(361)); // one second outside
    judge.add({2, 1}, arrival(300, 320, 360), at(0), at(290));

    const HorizonVerdict& near = judge.verdict().by_horizon[0];
    EXPECT_EQ(near.inside.part, 1U);
    EXPECT_EQ(near.inside.whole, 3U);
    EXPECT_EQ(near.before_10.part, 1U);
    EXPECT_EQ(near.before_50.part, 1U);
    EXPECT_EQ(near.before_90.part, 2U);
    EXPECT_THAT(*near.error_s.size_quantile(0.5), DoubleNear(30, 0.2));
}

TEST(Forecasts, CountByHowFarTheyLookAhead) {
    ForecastJudge judge;
    judge.add({0, 1}, arrival(590, 599, 620), at(0), at(600));
    judge.add({1, 1}, arrival(590, 600, 620), at(0), at(600));
    judge.add({2, 1}, arrival(3'500, 3'600, 3'700), at(0), at(3'600));

    EXPECT_EQ(judge.verdict().by_horizon[0].count(), 1U);
    EXPECT_EQ(judge.verdict().by_horizon[1].count(), 1U);
    EXPECT_EQ(judge.verdict().by_horizon[2].count(), 1U);
}

TEST(Forecasts, CountOnceAMinuteAndNotWhenTheyAreLate) {
    ForecastJudge judge;
    judge.add({0, 1}, arrival(300, 320, 360), at(0), at(330));
    judge.add({0, 1}, arrival(300, 321, 360), at(59), at(330));
    judge.add({0, 1}, arrival(300, 322, 360), at(60), at(330));
    judge.add({0, 1}, arrival(300, 322, 360), at(330), at(330));
    judge.add({1, 1}, arrival(300, 322, 360), at(0), std::nullopt);

    EXPECT_EQ(judge.verdict().by_horizon[0].count(), 2U);
    EXPECT_EQ(judge.verdict().never_came, 1U);
}

TEST(Outcomes, AreWrongWhereFinishedIsSaidOfWhoHasNotOrTheOtherWayRound) {
    OutcomeVerdict verdict;
    verdict.add("1", TrueOutcome::finished, "finished");
    verdict.add("2", TrueOutcome::finished, "racing");
    verdict.add("3", TrueOutcome::gave_up, "finished");
    verdict.add("4", TrueOutcome::not_started, "racing");
    verdict.add("5", TrueOutcome::finished, "disqualified"); // a judge's word

    EXPECT_EQ(verdict.athletes, 5U);
    EXPECT_EQ(verdict.wrong, 3U);
    EXPECT_EQ(verdict.examples.front(), "bib 2 is said racing, truly finished");
}

TEST(Outcomes, OfWhoGaveUpAreUnsaidUntilAPersonSaysThem) {
    OutcomeVerdict verdict;
    verdict.add("1", TrueOutcome::gave_up, "silent");
    verdict.add("2", TrueOutcome::taken_in, "did_not_finish");

    EXPECT_EQ(verdict.unsaid, 1U);
    EXPECT_EQ(verdict.wrong, 0U);
}

} // namespace
} // namespace lanterne::simulator::judge
