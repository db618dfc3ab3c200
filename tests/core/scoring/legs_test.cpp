#include <cmath>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "core/scoring/race.hpp"
#include "core/scoring/results/tables.hpp"
#include "tests/core/scoring/drawn_race.hpp"
#include "tests/core/scoring/triathlon.hpp"

namespace lanterne::scoring {
namespace {

using drawn::act;
using drawn::bib;
using drawn::going;
using drawn::LegAt;
using drawn::triathlon;

// Everybody's bike leg takes 320 s at 8 m/s, t1 30 s, t2 30 s, the run 150 s.
const std::vector<LegAt> triathlete{{"swim", 1.2}, {"t1", 2}, {"bike", 8}, {"t2", 2}, {"run", 4}};
const std::vector<LegAt> duathlete{{"bike", 8}, {"t2", 2}, {"run", 4}};

plan::Act drop(std::int64_t number, std::string leg, plan::Whom whom = {}) {
    return act(number, -3'600, plan::DropLeg{.whom = std::move(whom), .leg = std::move(leg)});
}

const std::vector<plan::Act> without_swim{drop(1, "swim"), drop(2, "t1")};

// "S@0 1@120": what was passed and when, in seconds after the gun, to the nearest five.
std::string passed_about(const Race& race, std::string_view who) {
    std::string text;
    for (const Passage& passage : race.passages(bib(who))) {
        text += fmt::format("{}{}@{:.0f}", text.empty() ? "" : " ",
                            race.plan().course.points()[passage.point].id,
                            std::round(drawn::seconds_after_gun(passage.time) / 5) * 5);
    }
    return text;
}

// "7 780: bike 320 run 150": of each row of the results its time and what it took on each leg, in
// seconds to the nearest five.
std::string results_of(const Race& race) {
    std::string text;
    const RaceRecord record = race.record(Ending::ended);
    const results::Tables tables = results::tables_of(record, {});
    for (const results::Row& row : tables.rankings.front().rows) {
        const auto seconds = [](Milliseconds time) { return (time.count() + 2'500) / 5'000 * 5; };
        text += fmt::format("{}{}", text.empty() ? "" : " | ", row.bib.text());
        text += row.time ? fmt::format(" {}:", seconds(*row.time)) : " -:";
        for (const results::SegmentTime& leg : row.segments) {
            text += fmt::format(" {} {}", leg.segment, seconds(leg.time));
        }
    }
    return text;
}

const UtcTime evening = drawn::gun + std::chrono::hours{1};

TEST(Legs, TimeATriathlonAtEachChangeOfSport) {
    Race race{triathlon({"7"})};
    race.rescore(bib("7"), going(race.plan(), triathlete));

    EXPECT_EQ(passed_about(race, "7"),
              "S@0 swim-out@250 bike-on@280 turn@340 bike-lap@440 turn@500 bike-off@600 run-on@630 "
              "half@705 F@780");
    EXPECT_EQ(results_of(race), "7 780: swim 250 t1 30 bike 320 t2 30 run 150");
}

// The swim and the way from it are called off in the morning: two start on the bike, half a minute
// apart, and each clock begins there.
TEST(Legs, MakeADuathlonOfATriathlon) {
    Race race{triathlon({"7", "8"})};
    race.set_acts(without_swim);
    race.rescore(bib("7"), going(race.plan(), duathlete, 30));
    race.rescore(bib("8"), going(race.plan(), {{"bike", 8}, {"t2", 2}, {"run", 3.75}}, 60));

    EXPECT_EQ(passed_about(race, "7"),
              "bike-on@30 turn@90 bike-lap@190 turn@250 bike-off@350 run-on@380 half@455 F@530");
    EXPECT_TRUE(race.missing(bib("7")).empty()) << "nobody misses a leg that is not raced";
    EXPECT_TRUE(race.cases(evening).empty());
    EXPECT_EQ(results_of(race), "7 500: bike 320 t2 30 run 150 | 8 510: bike 320 t2 30 run 160");
}

TEST(Legs, BeginTheClockInTheTransitionWhereTheSwimAloneIsDropped) {
    Race race{triathlon({"7"})};
    race.set_acts({drop(1, "swim")});
    race.rescore(bib("7"), going(race.plan(), {{"t1", 2}, {"bike", 8}, {"t2", 2}, {"run", 4}}, 30));

    EXPECT_EQ(results_of(race), "7 530: t1 30 bike 320 t2 30 run 150")
        << "a swim that nobody swam has no time";
}

// Judges do not believe its passage there: the clock runs from the gun, not from the next passage.
TEST(Legs, GiveNobodyTimeForAFirstPassageThatIsNotThere) {
    Race race{triathlon({"7", "8"})};
    std::vector<plan::Act> acts = without_swim;
    acts.push_back(act(3, 100, plan::VoidPassage{.bib = bib("8"), .at = {"bike-on"}}));
    race.set_acts(acts);
    race.rescore(bib("7"), going(race.plan(), duathlete, 30));
    race.rescore(bib("8"), going(race.plan(), duathlete, 30));

    EXPECT_EQ(results_of(race), "7 500: bike 320 t2 30 run 150 | 8 530: t2 30 run 150");
}

TEST(Legs, DropALegInTheMiddle) {
    Race race{triathlon({"7"})};
    race.set_acts({drop(1, "bike"), drop(2, "t2")});
    race.rescore(bib("7"), going(race.plan(), {{"swim", 1.2}, {"t1", 2}, {"run", 4}}));

    EXPECT_EQ(passed_about(race, "7"), "S@0 swim-out@250 run-on@280 half@355 F@430");
    EXPECT_TRUE(race.missing(bib("7")).empty());
    EXPECT_EQ(results_of(race), "7 430: swim 250 t1 30 run 150");
}

TEST(Legs, EndTheRaceWhereTheLastLegThatIsRacedEnds) {
    Race race{triathlon({"7"})};
    race.set_acts({drop(1, "run")});
    race.rescore(bib("7"), going(race.plan(), {{"swim", 1.2}, {"t1", 2}, {"bike", 8}, {"t2", 2}}));

    EXPECT_EQ(race.standings(evening).front().status, Status::finished);
    EXPECT_EQ(results_of(race), "7 600: swim 250 t1 30 bike 320");
}

// The open wave is stopped after one lap on the bike; who goes on all the same has finished there.
TEST(Legs, ShortenForOneWave) {
    Race race{triathlon({"7"}, {"8"})};
    race.set_acts({act(
        1, 400, plan::Shorten{.whom = {.bibs = {}, .waves = {"open"}}, .finish = {"bike-lap"}})});
    race.rescore(bib("7"), going(race.plan(), triathlete));
    race.rescore(bib("8"), going(race.plan(), triathlete));

    EXPECT_EQ(race.standings(evening).front().bib, bib("8"));
    EXPECT_EQ(results_of(race),
              "8 440: swim 250 t1 30 | 7 780: swim 250 t1 30 bike 320 t2 30 run 150");
}

TEST(Legs, DropALegForOneWaveAlone) {
    Race race{triathlon({"7"}, {"8"})};
    race.set_acts({drop(1, "swim", {.bibs = {}, .waves = {"open"}}),
                   drop(2, "t1", {.bibs = {}, .waves = {"open"}})});
    race.rescore(bib("7"), going(race.plan(), triathlete));
    race.rescore(bib("8"), going(race.plan(), duathlete));

    EXPECT_EQ(results_of(race),
              "8 500: bike 320 t2 30 run 150 | 7 780: swim 250 t1 30 bike 320 t2 30 run 150");
}

TEST(Legs, AreRacedAgainOnceTheirDroppingIsUndone) {
    Race plain{triathlon({"7"})};
    plain.rescore(bib("7"), going(plain.plan(), triathlete));
    Race race{triathlon({"7"})};
    race.set_acts(without_swim);
    race.rescore(bib("7"), going(race.plan(), triathlete));
    EXPECT_NE(race.digest(), plain.digest());

    EXPECT_EQ(race.set_acts({without_swim[0], without_swim[1], act(3, 0, plan::Undo{1}),
                             act(4, 0, plan::Undo{2})}),
              std::vector{bib("7")});
    race.rescore(bib("7"), going(race.plan(), triathlete));
    EXPECT_EQ(race.digest(), plain.digest());
    EXPECT_EQ(passed_about(race, "7"), passed_about(plain, "7"));
}

TEST(Legs, LeaveSomethingToRace) {
    Race race{triathlon({"7"})};
    race.set_acts({drop(1, "swim"), drop(2, "t1"), drop(3, "bike"), drop(4, "t2"), drop(5, "run")});
    race.rescore(bib("7"), going(race.plan(), {{"run", 4}}));

    EXPECT_EQ(passed_about(race, "7"), "run-on@0 half@75 F@150");
}

TEST(Legs, AreNotShortenedToAPointThatIsNotRaced) {
    Race race{triathlon({"7"})};
    race.set_acts({drop(1, "t1"), drop(2, "bike"), drop(3, "t2"),
                   act(4, 0, plan::Shorten{.whom = {}, .finish = {"bike-lap"}})});
    race.rescore(bib("7"), going(race.plan(), {{"swim", 1.2}, {"run", 4}}));

    EXPECT_EQ(race.standings(evening).front().status, Status::finished)
        << "the finish is where it was";
}

} // namespace
} // namespace lanterne::scoring
