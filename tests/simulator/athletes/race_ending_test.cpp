#include <algorithm>

#include <gtest/gtest.h>

#include "tests/simulator/support/small_race.hpp"

namespace lanterne::simulator {
namespace {

using course::Sport;

// Riders of very different strength, so that the last are lapped.
plan::RacePlan criterium(const plan::RaceEnd& end) {
    plan::RacePlan plan = small_race(
        {{.sport = Sport::bike, .steps = {{200, 0}, {0, 200}, {-200, 0}, {0, -200}}, .laps = 30}},
        20);
    plan.rules.end = end;
    plan.rules.end.line = "lap-0";
    return plan;
}

FieldSettings wide() {
    FieldSettings settings = calm;
    settings.spread = 3;
    return settings;
}

struct End {
    std::size_t laps;
    UtcTime time;
    Ending ending;
};

std::vector<End> ends_of(const plan::RacePlan& plan) {
    Peloton peloton{plan, wide(), 7};
    run_to_end(peloton);
    std::vector<End> ends;
    for (std::size_t entry = 0; entry < peloton.size(); ++entry) {
        EXPECT_TRUE(peloton.is_over());
        const auto& passages = peloton.passages(entry);
        EXPECT_EQ(passages.back().time, peloton.fate(entry).finish);
        ends.push_back({.laps = passages.size() - 1,
                        .time = passages.back().time,
                        .ending = peloton.fate(entry).ending});
    }
    std::ranges::sort(ends, [](const End& a, const End& b) { return a.time < b.time; });
    return ends;
}

TEST(RaceEnding, LetsEverybodyGoTheWholeWayWhereTheRulesSayNothing) {
    for (const End& end : ends_of(criterium({}))) {
        EXPECT_EQ(end.laps, 30U);
        EXPECT_EQ(end.ending, Ending::finished);
    }
}

TEST(RaceEnding, WavesEverybodyOutAtTheNextPassOfTheLineOnceTheLeaderIsIn) {
    const std::vector<End> ends = ends_of(criterium({.by = plan::EndBy::leader}));

    EXPECT_EQ(ends.front().laps, 30U);
    EXPECT_LT(ends.back().laps, 29U);
    EXPECT_LT(ends.back().time - ends.front().time, std::chrono::minutes{4}) << "a lap of the last";
    EXPECT_EQ(ends.back().ending, Ending::finished);
}

TEST(RaceEnding, EndsAfterSoManyLapsOfTheLeader) {
    const std::vector<End> ends = ends_of(criterium({.by = plan::EndBy::laps, .laps = 10}));

    EXPECT_EQ(ends.front().laps, 10U);
    EXPECT_TRUE(std::ranges::all_of(ends, [](const End& end) { return end.laps <= 10; }));
}

TEST(RaceEnding, EndsSoManyLapsAfterTheMinutesAreOver) {
    const std::vector<End> ends = ends_of(
        criterium({.by = plan::EndBy::time, .laps = 2, .minutes = std::chrono::minutes{10}}));

    EXPECT_GT(ends.front().time, small_gun + std::chrono::minutes{12});
    EXPECT_LT(ends.front().time, small_gun + std::chrono::minutes{16});
    EXPECT_LT(ends.front().laps, 30U);
}

TEST(RaceEnding, PullsThoseWhomTheLeaderHasLapped) {
    const std::vector<End> ends =
        ends_of(criterium({.by = plan::EndBy::leader, .lapped = plan::Lapped::pulled}));

    EXPECT_EQ(ends.front().ending, Ending::pulled) << "long before the leader is in";
    EXPECT_LT(ends.front().laps, 20U);
    EXPECT_TRUE(std::ranges::any_of(ends, [](const End& end) { return end.laps == 30; }));
    for (const End& end : ends) {
        EXPECT_EQ(end.ending, end.laps < 29 ? Ending::pulled : Ending::finished) << end.laps;
    }
}

TEST(RaceEnding, RunsOutBehindTheLineAndPassesNothingMore) {
    const plan::RacePlan plan = criterium({.by = plan::EndBy::laps, .laps = 3});
    Peloton peloton{plan, wide(), 7};
    run_to_end(peloton);

    for (std::size_t entry = 0; entry < peloton.size(); ++entry) {
        const TrueState state = peloton.at(entry, peloton.now());
        const double line = plan.course.points()[peloton.passages(entry).back().point].along.value;
        EXPECT_TRUE(state.is_finished);
        EXPECT_EQ(state.speed_mps, 0);
        EXPECT_GT(state.along.value, line + 15);
        EXPECT_LT(state.along.value, line + 180);
    }
}

} // namespace
} // namespace lanterne::simulator
