#include "tests/support/digest/races.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/base/elementary.hpp"
#include "core/geo/plane.hpp"
#include "core/plan/race_plan.hpp"
#include "hal/simulated/noise.hpp"
#include "hal/simulated/random.hpp"
#include "tests/support/digest/acts.hpp"

namespace lanterne::digest {
namespace {

using geo::PlanePoint;
using hal::simulated::Random;

const geo::LocalPlane ground{{Latitude{47'570'000}, Longitude{-3'070'000}}};
const UtcTime gun = *parse_time("2026-06-14T07:00:00Z");
constexpr int athletes = 12;

course::Leg leg_along(std::string id, course::Sport sport, const std::vector<PlanePoint>& corners,
                      std::uint32_t laps = 1) {
    std::vector<Position> line;
    for (const PlanePoint corner : corners) {
        line.push_back(ground.to_position(corner));
    }
    return {
        .id = id, .name = id, .sport = sport, .line = geo::Polyline{std::move(line)}, .laps = laps};
}

std::vector<PlanePoint> figure_of_eight() {
    std::vector<PlanePoint> points;
    for (int step = 0; step <= 72; ++step) {
        const double turn = 2 * std::numbers::pi * step / 72;
        points.push_back({200 * lanterne::sin(turn), 90 * lanterne::sin(2 * turn)});
    }
    return points;
}

// Start, a split in the middle of each lap of each leg, the laps' ends, and the finish.
course::Course timed(std::vector<course::Leg> legs) {
    course::unroll(legs);
    std::vector<course::TimingPoint> points{
        {.id = "start", .kind = course::PointKind::start, .location = "gate", .lap = 1}};
    std::vector<course::Location> gates{{.id = "gate", .position = legs[0].line.points().front()}};
    for (std::size_t i = 0; i < legs.size(); ++i) {
        gates.push_back({.id = legs[i].id + "-half",
                         .position = legs[i].line.at(course::lap_length(legs[i]) * 0.5)});
        for (std::uint32_t lap = 1; lap <= legs[i].laps; ++lap) {
            const Metres whole = course::lap_length(legs[i]);
            const bool last = i + 1 == legs.size() && lap == legs[i].laps;
            points.push_back({.id = legs[i].id + "-half",
                              .location = gates.back().id,
                              .leg = i,
                              .lap = lap,
                              .along = course::unrolled(legs[i], lap, whole * 0.5)});
            points.push_back({.id = last ? "finish" : legs[i].id + "-end",
                              .kind = last ? course::PointKind::finish : course::PointKind::lap,
                              .location = "gate",
                              .leg = i,
                              .lap = lap,
                              .along = course::unrolled(legs[i], lap, whole)});
        }
    }
    return {std::move(legs), std::move(gates), std::move(points)};
}

plan::RacePlan plan_on(std::string name, std::vector<course::Leg> legs) {
    plan::RacePlan plan{.name = std::move(name),
                        .slug = *Slug::from("race"),
                        .time_zone = "Europe/Paris",
                        .start = gun,
                        .course = timed(std::move(legs)),
                        .waves = {{.id = "all", .name = "All", .gun = gun}}};
    const course::TimingPoint& finish = plan.course.points().back();
    plan.rules.cut_offs = {{.at = {finish.id, finish.lap},
                            .who = {},
                            .from = plan::LimitFrom::winner,
                            .clock = {},
                            .share_permille = 1'100}};
    for (int bib = 1; bib <= athletes; ++bib) {
        const std::string text = std::to_string(bib);
        plan.entries.push_back({.bib = *Bib::from(text), .name = text, .wave = "all"});
    }
    return plan;
}

std::vector<plan::RacePlan> plans() {
    using enum course::Sport;
    const std::vector<PlanePoint> sea{{0, -300}, {200, -350}, {200, -100}, {0, 0}};
    const std::vector<PlanePoint> out_and_back{{0, 0},   {500, 0}, {700, 60}, {700, 64},
                                               {500, 4}, {0, 4},   {0, 0}};
    return {plan_on("eight", {leg_along("eight", bike, figure_of_eight(), 6)}),
            plan_on("out and back", {leg_along("run", run, out_and_back, 2)}),
            plan_on("triathlon",
                    {leg_along("swim", swim, sea), leg_along("t1", transition, {{0, 0}, {60, 20}}),
                     leg_along("bike", bike, {{60, 20}, {900, 300}, {400, 700}, {60, 20}}, 2),
                     leg_along("run", run, {{60, 20}, {300, -20}, {300, 10}, {0, 0}})})};
}

double speed_of(course::Sport sport) {
    switch (sport) {
    case course::Sport::swim: return 1.2;
    case course::Sport::bike: return 9;
    case course::Sport::transition: return 2;
    default: return 3.5;
    }
}

Fix fix_of(const hal::GnssReading& reading) {
    return {
        .time = *reading.time,
        .position = {Latitude{static_cast<std::int32_t>(std::lround(reading.latitude_deg * 1e6))},
                     Longitude{
                         static_cast<std::int32_t>(std::lround(reading.longitude_deg * 1e6))}},
        .speed_dmps = static_cast<std::uint16_t>(std::lround(*reading.speed_mps * 10)),
        .course_2deg = static_cast<std::uint8_t>(std::lround(*reading.course_deg / 2) % 180),
        .accuracy_dm = 30,
        .mode = FixMode::fix_3d};
}

// One athlete's way at a pace that wanders, each second a fix but for some silences.
std::vector<Fix> fixes_of(const course::Course& course, std::uint64_t seed, std::uint64_t number) {
    Random random{seed, number};
    hal::simulated::Noise noise{seed, 1000 + number};
    const double ability = random.uniform(0.9, 1.1);
    const double form = random.uniform(20, 60);
    double along = 0;
    double silent = 0;
    std::vector<Fix> fixes;
    for (int second = 1; along < course.length().value + 60; ++second) {
        const course::Course::Place place = course.place_at(Metres{along});
        const course::Leg& leg = course.legs()[place.leg];
        const double speed =
            speed_of(leg.sport) * ability * (1 + 0.1 * lanterne::sin(second / form));
        along += speed;
        silent = silent > 0 ? silent - 1 : (random.chance(0.004) ? random.uniform(5, 40) : 0);
        const Position at = course.position_at(Metres{std::min(along, course.length().value)});
        const Fix fix = fix_of(noise.disturb({.time = gun + std::chrono::seconds{second},
                                              .latitude_deg = at.latitude.e6 / 1e6,
                                              .longitude_deg = at.longitude.e6 / 1e6,
                                              .speed_mps = speed,
                                              .course_deg = leg.line.bearing_at(place.in_lap),
                                              .mode = FixMode::fix_3d},
                                             hal::simulated::bursty));
        if (silent <= 0) {
            fixes.push_back(fix);
        }
    }
    return fixes;
}

} // namespace

std::vector<PlayedRace> played_races(std::uint64_t seed) {
    std::vector<PlayedRace> played;
    for (plan::RacePlan& plan : plans()) {
        PlayedRace race{.plan = std::move(plan), .fixes = {}};
        for (std::uint64_t number = 0; number < race.plan.entries.size(); ++number) {
            race.fixes.push_back(fixes_of(race.plan.course, seed, number));
        }
        played.push_back(std::move(race));
    }
    return played;
}

scoring::Race scored(const PlayedRace& played, std::vector<plan::Act> acts) {
    scoring::Race race{played.plan};
    race.set_acts(std::move(acts));
    for (std::size_t i = 0; i < played.fixes.size(); ++i) {
        race.rescore(played.plan.entries[i].bib, played.fixes[i]);
    }
    return race;
}

std::vector<ScoredRace> scored_races(std::uint64_t seed) {
    std::vector<ScoredRace> all;
    const auto take = [&](const std::string& name, const scoring::Race& race) {
        std::size_t passages = 0;
        for (const plan::Entry& entry : race.plan().entries) {
            passages += race.passages(entry.bib).size();
        }
        all.push_back({.name = name, .digest = race.digest(), .passages = passages});
    };
    for (const PlayedRace& played : played_races(seed)) {
        const scoring::Race race = scored(played, {});
        take(played.plan.name, race);
        take(played.plan.name + " with acts", scored(played, acts_on(race)));
    }
    return all;
}

} // namespace lanterne::digest
