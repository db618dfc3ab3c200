#include "tests/support/truth/draft.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace lanterne::truth {
namespace {

const UtcTime gun = *parse_time("2026-06-14T07:00:00Z");

} // namespace

void Draft::leg(std::string id, course::Sport sport, const Corners& corners, std::uint32_t laps) {
    legs_.push_back({.id = id,
                     .name = id,
                     .sport = sport,
                     .line = line_through(corners),
                     .laps = laps,
                     .certified = std::nullopt});
    course::unroll(legs_);
}

double Draft::lap_length(std::size_t leg) const { return course::lap_length(legs_[leg]).value; }

// A gate is where the point lies on the true line; points at the same place share it.
void Draft::point(const std::string& id, course::PointKind kind, std::size_t leg, std::uint32_t lap,
                  double wanted) {
    const geo::Polyline& line = legs_[leg].line;
    const double in_lap = std::min(wanted, lap_length(leg)); // an end may be a decimetre short
    const Position position = line.at(Metres{in_lap});
    auto gate = std::ranges::find(locations_, position, &course::Location::position);
    if (gate == locations_.end()) {
        locations_.push_back({.id = fmt::format("gate-{}", locations_.size() + 1),
                              .position = position,
                              .bearing_deg = std::nullopt});
        gate = locations_.end() - 1;
    }
    points_.push_back({.id = id,
                       .name = id,
                       .kind = kind,
                       .location = gate->id,
                       .leg = leg,
                       .lap = lap,
                       .along = unrolled(legs_[leg], lap, Metres{in_lap})});
}

void Draft::each_lap(const std::string& id, course::PointKind kind, std::size_t leg,
                     double in_lap) {
    for (std::uint32_t lap = 1; lap <= legs_[leg].laps; ++lap) {
        point(id, kind, leg, lap, in_lap);
    }
}

void Draft::laps(std::size_t leg, const std::string& id) {
    for (std::uint32_t lap = 1; lap < legs_[leg].laps; ++lap) {
        point(id, course::PointKind::lap, leg, lap, lap_length(leg));
    }
}

plan::RacePlan Draft::race(plan::StartBy start_by) {
    point("start", course::PointKind::start, 0, 1, 0);
    const std::size_t last = legs_.size() - 1;
    point("finish", course::PointKind::finish, last, legs_[last].laps, lap_length(last));
    return {
        .name = "Shape",
        .slug = *Slug::from("shape"),
        .time_zone = "Europe/Paris",
        .start = gun,
        .course = course::Course{legs_, locations_, points_},
        .waves = {{.id = "all", .name = "All", .gun = gun, .start_by = start_by, .variant = {}}},
        .categories = {},
        .entries = {},
        .rehearsal = std::nullopt,
        .variants = {}};
}

} // namespace lanterne::truth
