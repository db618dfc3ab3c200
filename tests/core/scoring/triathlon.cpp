#include "tests/core/scoring/triathlon.hpp"

#include <algorithm>
#include <cmath>

#include "tests/core/scoring/drawn_race.hpp"

namespace lanterne::scoring::drawn {
namespace {

constexpr double waiting_m = 20; // behind the begin, until one's turn comes

// The parts of the course: from the swim's buoy to the finish arch.
constexpr geo::PlanePoint buoy{-300, 0};
constexpr geo::PlanePoint beach{0, 0};
constexpr geo::PlanePoint mount{60, 0};
constexpr geo::PlanePoint turn_a{660, 0};
constexpr geo::PlanePoint turn_b{660, 40};
constexpr geo::PlanePoint back{60, 40};
constexpr geo::PlanePoint stands{60, -60};
constexpr geo::PlanePoint arch{660, -60};

course::Leg leg_of(std::string id, course::Sport sport, const std::vector<geo::PlanePoint>& corners,
                   std::uint32_t laps = 1) {
    return {.id = id, .name = id, .sport = sport, .line = line_of(corners), .laps = laps};
}

// So far straight on from that place of the leg's line; below 0 back.
Position place_beyond(const course::Leg& leg, Metres in_lap, double metres) {
    const geo::LocalPlane here{leg.line.at(in_lap)};
    const geo::PlanePoint direction = leg.line.direction_at(in_lap);
    return here.to_position({direction.east * metres, direction.north * metres});
}

Fix seen_at(Position position, double seconds, double speed, double bearing_deg) {
    return {.time = at(seconds),
            .position = position,
            .speed_dmps = static_cast<std::uint16_t>(std::lround(speed * 10)),
            .course_2deg =
                static_cast<std::uint8_t>(std::lround(std::fmod(bearing_deg + 360, 360) / 2) % 180),
            .accuracy_dm = 30,
            .mode = FixMode::fix_3d};
}

} // namespace

plan::RacePlan triathlon(const std::vector<std::string>& elite,
                         const std::vector<std::string>& open) {
    using enum course::PointKind;
    plan::RacePlan plan = race_on(Metres{8}, "S--F", elite);
    std::vector<course::Leg> legs{
        leg_of("swim", course::Sport::swim, {buoy, beach}),
        leg_of("t1", course::Sport::transition, {beach, mount}),
        leg_of("bike", course::Sport::bike, {mount, turn_a, turn_b, back, mount}, 2),
        leg_of("t2", course::Sport::transition, {mount, stands}),
        leg_of("run", course::Sport::run, {stands, arch})};
    course::unroll(legs);
    std::vector<course::Location> gates;
    std::vector<course::TimingPoint> points;
    const auto point = [&](const std::string& id, course::PointKind kind, std::size_t leg,
                           std::uint32_t lap, double in_lap) {
        const Metres there = std::min(Metres{in_lap}, course::lap_length(legs[leg]));
        if (std::ranges::find(gates, id, &course::Location::id) == gates.end()) {
            gates.push_back({.id = id, .position = legs[leg].line.at(there)});
        }
        points.push_back({.id = id,
                          .name = id,
                          .kind = kind,
                          .location = id,
                          .leg = leg,
                          .lap = lap,
                          .along = course::unrolled(legs[leg], lap, there)});
    };
    point("S", start, 0, 1, 0);
    point("swim-out", transition, 1, 1, 0);
    point("bike-on", transition, 2, 1, 0);
    point("turn", split, 2, 1, 480);
    point("bike-lap", lap, 2, 1, 1'280);
    point("turn", split, 2, 2, 480);
    point("bike-off", transition, 3, 1, 0);
    point("run-on", transition, 4, 1, 0);
    point("half", split, 4, 1, 300);
    point("F", finish, 4, 1, 600);
    plan.course = course::Course{std::move(legs), std::move(gates), std::move(points)};
    plan.waves.front().id = "elite";
    plan.waves.push_back({.id = "open", .name = "Open", .gun = gun});
    for (plan::Entry& entry : plan.entries) {
        entry.wave = "elite";
    }
    for (const std::string& text : open) {
        plan.entries.push_back({.bib = bib(text), .name = text, .wave = "open"});
    }
    return plan;
}

std::vector<Fix> going(const plan::RacePlan& plan, const std::vector<LegAt>& legs, double from) {
    std::vector<Fix> fixes;
    double begun = from;
    double t = 1;
    const course::Leg* last =
        &*std::ranges::find(plan.course.legs(), legs.front().leg, &course::Leg::id);
    for (; t <= from; t += 1) {
        const double to_go = std::min(waiting_m, (from - t) * legs.front().speed_mps);
        const double speed = to_go < waiting_m ? legs.front().speed_mps : 0;
        fixes.push_back(seen_at(place_beyond(*last, Metres{0}, -to_go), t, speed,
                                last->line.bearing_at(Metres{0})));
    }
    for (const auto& [id, speed] : legs) {
        last = &*std::ranges::find(plan.course.legs(), id, &course::Leg::id);
        const double lap = course::lap_length(*last).value;
        const double ends = begun + lap * last->laps / speed;
        for (; t < ends; t += 1) {
            const Metres in_lap{std::fmod((t - begun) * speed, lap)};
            fixes.push_back(
                seen_at(last->line.at(in_lap), t, speed, last->line.bearing_at(in_lap)));
        }
        begun = ends;
    }
    constexpr double run_out_mps = 2;
    for (const double end = begun + 60; t < end; t += 1) {
        fixes.push_back(
            seen_at(place_beyond(*last, course::lap_length(*last), (t - begun) * run_out_mps), t,
                    run_out_mps, last->line.bearing_at(course::lap_length(*last))));
    }
    return fixes;
}

} // namespace lanterne::scoring::drawn
