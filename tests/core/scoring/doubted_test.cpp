#include <algorithm>

#include <gtest/gtest.h>

#include "core/scoring/race.hpp"
#include "tests/core/scoring/drawn_race.hpp"

namespace lanterne::scoring {
namespace {

using drawn::act;
using drawn::at;
using drawn::bib;
using drawn::ground;
using drawn::race_along;

constexpr double turn_m = 700;
constexpr double beside_m = 10; // the way back beside the way out
constexpr double speed_mps = 4;
constexpr double each_s = 30;

// Out by one side of the road and back by the other:
//   S---------------------+
//   F---------------------T
plan::RacePlan there_and_back() {
    return race_along({{0, 0}, {turn_m, 0}, {turn_m, -beside_m}, {0, -beside_m}}, "T",
                      Metres{turn_m + beside_m});
}

// Crosses the road so far before the turn.
std::vector<Fix> turns_before(double metres) {
    const double out = turn_m - metres;
    std::vector<Fix> fixes;
    for (double gone = 0; gone < 2 * out + 100; gone += speed_mps * each_s) {
        const bool is_out = gone < out;
        const geo::PlanePoint place{is_out ? gone : 2 * out - gone, is_out ? 0 : -beside_m};
        fixes.push_back({.time = at(gone / speed_mps),
                         .position = ground.to_position(place),
                         .speed_dmps = 40,
                         .course_2deg = static_cast<std::uint8_t>(is_out ? 45 : 135),
                         .accuracy_dm = 80});
    }
    return fixes;
}

bool has_turned(const Race& race) {
    const std::vector<Passage> passages = race.passages(bib("7"));
    return std::ranges::find(passages, 1U, &Passage::point) != passages.end();
}

std::size_t cases_at_the_turn(const Race& race) {
    const std::vector<Case> cases = race.cases(at(1'000));
    return static_cast<std::size_t>(std::ranges::count_if(cases, [](const Case& one) {
        return one.at == plan::PointLap{"T", 1} && one.kind == CaseKind::two_histories;
    }));
}

TEST(Doubted, PassagesAreSaidWithACaseUntilAPersonHasDecided) {
    std::size_t said_with_case = 0;
    for (double metres = 0; metres <= 50; metres += 5) {
        Race race{there_and_back()};
        race.rescore(bib("7"), turns_before(metres));
        if (!has_turned(race) || cases_at_the_turn(race) == 0) {
            continue;
        }
        ++said_with_case;
        EXPECT_EQ(cases_at_the_turn(race), 1U) << metres;
        race.set_acts(
            {act(1, 900, plan::ConfirmPassage{.bib = bib("7"), .at = {.point = "T", .lap = 1}})});
        EXPECT_TRUE(has_turned(race)) << metres;
        EXPECT_EQ(cases_at_the_turn(race), 0U) << metres;
    }
    EXPECT_GT(said_with_case, 0U);
}

TEST(Doubted, NobodyIsWhoWentTheWholeWay) {
    Race race{there_and_back()};
    race.rescore(bib("7"), turns_before(0));

    EXPECT_TRUE(has_turned(race));
    EXPECT_EQ(cases_at_the_turn(race), 0U);
}

} // namespace
} // namespace lanterne::scoring
