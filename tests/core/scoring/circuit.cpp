#include "tests/core/scoring/circuit.hpp"

#include <cmath>
#include <numbers>

#include <fmt/format.h>

#include "tests/core/scoring/drawn_race.hpp"

namespace lanterne::scoring::drawn {
namespace {

// The place on the circle that far along, going clockwise from its most northern place.
geo::PlanePoint place(double along) {
    const double radius = circuit_m / (2 * std::numbers::pi);
    const double angle = along / radius;
    return {radius * std::sin(angle), radius * std::cos(angle)};
}

geo::Polyline round_line() {
    std::vector<Position> points;
    for (int i = 0; i <= 120; ++i) {
        points.push_back(ground.to_position(place(circuit_m * i / 120)));
    }
    return geo::Polyline{std::move(points)};
}

} // namespace

plan::RacePlan circuit(std::uint32_t laps, const std::vector<std::string>& bibs) {
    plan::RacePlan plan = race_on(Metres{8}, "S--F", bibs);
    std::vector<course::Leg> legs{{.id = "run",
                                   .name = "Run",
                                   .sport = course::Sport::run,
                                   .line = round_line(),
                                   .laps = laps}};
    course::unroll(legs);
    const Metres whole = course::lap_length(legs.front());
    std::vector<course::TimingPoint> points{
        {.id = "S", .name = "Start", .kind = course::PointKind::start, .location = "gate"}};
    for (std::uint32_t lap = 1; lap <= laps; ++lap) {
        const bool is_last = lap == laps;
        points.push_back({.id = is_last ? "F" : "lap",
                          .name = is_last ? "Finish" : "Lap",
                          .kind = is_last ? course::PointKind::finish : course::PointKind::lap,
                          .location = "gate",
                          .leg = 0,
                          .lap = lap,
                          .along = course::unrolled(legs.front(), lap, whole)});
    }
    plan.course = course::Course{
        legs, {{.id = "gate", .position = ground.to_position(place(0))}}, std::move(points)};
    return plan;
}

std::vector<Fix> laps_of(const std::vector<double>& seconds, std::optional<double> until) {
    std::vector<Fix> fixes;
    double begun = 0;
    double t = 1;
    double lap = 0;
    const auto see = [&](double time, double along, double speed) {
        if (until && time > *until) {
            return;
        }
        const double east = 90 + along / circuit_m * 360;
        fixes.push_back(
            {.time = at(time),
             .position = ground.to_position(place(along)),
             .speed_dmps = static_cast<std::uint16_t>(std::lround(speed * 10)),
             .course_2deg = static_cast<std::uint8_t>(std::lround(std::fmod(east, 360) / 2) % 180),
             .accuracy_dm = 30,
             .mode = FixMode::fix_3d});
    };
    for (const double one : seconds) {
        for (; t < begun + one; t += 1) {
            see(t, circuit_m * (lap + (t - begun) / one), circuit_m / one);
        }
        begun += one;
        lap += 1;
    }
    // Runs out behind the finish for a minute and a half, a little slower.
    for (const double end = begun + 90; t < end; t += 1) {
        see(t, circuit_m * lap + 2 * (t - begun), 2);
    }
    return fixes;
}

std::string laps_passed(const Race& race, std::string_view who) {
    std::string text;
    for (const Passage& passage : race.passages(bib(who))) {
        if (passage.point != 0) {
            text += fmt::format("{}{}{}@{:.1f}", text.empty() ? "" : " ", passage.point,
                                passage.is_bridged ? "~" : "", seconds_after_gun(passage.time));
        }
    }
    return text;
}

plan::Act chip(std::int64_t number, std::string_view who, double seconds, std::string_view point,
               std::string_view clock) {
    return act(number, seconds,
               plan::Read{.source = "chip",
                          .clock = std::string{clock},
                          .point = std::string{point},
                          .lap = {},
                          .bib = bib(who),
                          .time = at(seconds),
                          .standard_error_ms = 50,
                          .order = {}});
}

} // namespace lanterne::scoring::drawn
