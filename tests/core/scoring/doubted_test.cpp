#include <algorithm>

#include <gtest/gtest.h>

#include "core/geo/plane.hpp"
#include "core/scoring/race.hpp"
#include "tests/core/scoring/circuit.hpp"
#include "tests/core/scoring/drawn_race.hpp"

namespace lanterne::scoring {
namespace {

using drawn::act;
using drawn::at;
using drawn::bib;
using drawn::race_on;

constexpr double turn_m = 700;
constexpr double beside_m = 10; // the way back beside the way out
constexpr double speed_mps = 4;
constexpr double each_s = 30;

const geo::LocalPlane ground{{Latitude{45'400'000}, Longitude{13'700'000}}};

// Out by one side of the road and back by the other:
//   S---------------------+
//   F---------------------T
plan::RacePlan there_and_back() {
    plan::RacePlan plan = race_on(Metres{8}, "S--F", {"7"});
    std::vector<Position> corners;
    for (const geo::PlanePoint corner :
         {geo::PlanePoint{0, 0}, geo::PlanePoint{turn_m, 0}, geo::PlanePoint{turn_m, -beside_m},
          geo::PlanePoint{0, -beside_m}}) {
        corners.push_back(ground.to_position(corner));
    }
    std::vector<course::Leg> legs{
        {.id = "run", .name = "Run", .sport = course::Sport::run, .line = geo::Polyline{corners}}};
    course::unroll(legs);
    const auto point = [](std::string id, course::PointKind kind, double along) {
        return course::TimingPoint{
            .id = id, .name = id, .kind = kind, .location = id, .along = Metres{along}};
    };
    plan.course = course::Course{
        legs,
        {{.id = "S", .position = corners.front()},
         {.id = "T", .position = corners[2]},
         {.id = "F", .position = corners.back()}},
        {point("S", course::PointKind::start, 0),
         point("T", course::PointKind::split, turn_m + beside_m),
         point("F", course::PointKind::finish, course::lap_length(legs.front()).value)}};
    return plan;
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
