#include "tests/race/truth/shapes.hpp"

#include <cmath>
#include <numbers>

#include <fmt/format.h>

#include "core/geo/plane.hpp"

namespace lanterne::truth {
namespace {

using geo::PlanePoint;

const geo::LocalPlane ground{{Latitude{47'570'000}, Longitude{-3'070'000}}};
const UtcTime gun = *parse_time("2026-06-14T07:00:00Z");

std::vector<PlanePoint> arc(PlanePoint centre, double radius, double from_deg, double to_deg) {
    std::vector<PlanePoint> points;
    const int steps = static_cast<int>(std::abs(to_deg - from_deg) / 10);
    for (int i = 0; i <= steps; ++i) {
        const double angle = (from_deg + (to_deg - from_deg) * i / steps) * std::numbers::pi / 180;
        points.push_back(centre + PlanePoint{std::cos(angle), std::sin(angle)} * radius);
    }
    return points;
}

// The start, a split at each part of a lap that is asked for, each lap, and the finish.
plan::RacePlan race_on(const std::vector<PlanePoint>& corners, course::Sport sport,
                       std::uint32_t laps, const std::vector<double>& splits) {
    std::vector<Position> line;
    for (const PlanePoint corner : corners) {
        line.push_back(ground.to_position(corner));
    }
    std::vector<course::Leg> legs{
        {.id = "leg", .name = "Leg", .sport = sport, .line = geo::Polyline{line}, .laps = laps}};
    course::unroll(legs);
    const Metres lap_length = course::lap_length(legs[0]);
    std::vector<course::TimingPoint> points;
    const auto add = [&](std::string id, course::PointKind kind, std::uint32_t lap, Metres in_lap) {
        points.push_back({.id = id,
                          .name = id,
                          .kind = kind,
                          .location = "gate",
                          .lap = lap,
                          .along = unrolled(legs[0], lap, in_lap)});
    };
    add("start", course::PointKind::start, 1, Metres{0});
    for (std::uint32_t lap = 1; lap <= laps; ++lap) {
        for (std::size_t i = 0; i < splits.size(); ++i) {
            add(fmt::format("split-{}", i + 1), course::PointKind::split, lap,
                lap_length * splits[i]);
        }
        add(lap == laps ? "finish" : "lap",
            lap == laps ? course::PointKind::finish : course::PointKind::lap, lap, lap_length);
    }
    plan::RacePlan plan{
        .name = "Shape",
        .slug = *Slug::from("shape"),
        .time_zone = "Europe/Paris",
        .start = gun,
        .course = course::Course{legs, {{.id = "gate", .position = line.front()}}, points},
        .waves = {{.id = "all", .name = "All", .gun = gun}}};
    for (int bib = 1; bib <= 12; ++bib) {
        const std::string text = std::to_string(bib);
        plan.entries.push_back({.bib = *Bib::from(text), .name = text, .wave = "all"});
    }
    return plan;
}

std::vector<PlanePoint> joined(std::vector<PlanePoint> a, const std::vector<PlanePoint>& b) {
    a.insert(a.end(), b.begin(), b.end());
    return a;
}

std::vector<PlanePoint> switchbacks() {
    std::vector<PlanePoint> points;
    for (int i = 0; i < 12; ++i) {
        const double north = 15.0 * i;
        points.push_back({i % 2 == 0 ? 0.0 : 250.0, north});
        points.push_back({i % 2 == 0 ? 250.0 : 0.0, north});
    }
    return points;
}

} // namespace

std::vector<Shape> hard_shapes() {
    using enum course::Sport;
    const std::vector<PlanePoint> out_and_back{{300, 0}, {900, 0}, {900, 4},
                                               {0, 4},   {0, 0},   {300, 0}};
    const auto eight = joined(arc({-80, 0}, 80, 0, 360), arc({80, 0}, 80, 180, -180));
    const auto oval =
        joined(arc({60, 0}, 32, -90, 90), joined(arc({-40, 0}, 32, 90, 270), {{60, -32}}));
    const std::vector<PlanePoint> through_finish{{0, 0},  {0, 300},  {200, 300}, {200, 40},
                                                 {5, 40}, {5, -200}, {0, -200},  {0, 0}};
    return {{"out and back 4 m apart, run, 3 laps", race_on(out_and_back, run, 3, {0.25, 0.75})},
            {"figure of eight, run, 5 laps", race_on(eight, run, 5, {0.25, 0.75})},
            {"400 m oval, bike, 50 laps", race_on(oval, bike, 50, {})},
            {"switchbacks 15 m apart, run", race_on(switchbacks(), run, 1, {0.3, 0.6})},
            {"shared finish straight, run, 4 laps", race_on(through_finish, run, 4, {0.5})}};
}

} // namespace lanterne::truth
