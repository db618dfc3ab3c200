#include "core/exchange/point_order.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>

#include <fmt/format.h>

#include "core/exchange/text.hpp"

namespace lanterne::exchange {

namespace {

using course::PointKind;
using course::TimingPoint;

/// Two points nearer than that at one gate are one crossing.
constexpr double same_place_m = 0.5;

auto place_of(const TimingPoint& point) { return std::tuple{point.leg, point.lap, point.along}; }

std::size_t line_of(const RaceText& race, const std::string& point) {
    const auto found = std::ranges::find(race.points, point, &PointText::id);
    return found == race.points.end() ? 0 : found->lines.table();
}

/// The first lap of each point.
std::vector<TimingPoint> first_meetings(const std::vector<TimingPoint>& points) {
    std::vector<TimingPoint> first;
    for (const TimingPoint& point : points) {
        if (first.empty() || first.back().id != point.id) {
            first.push_back(point);
        }
    }
    return first;
}

bool is_same_crossing(const TimingPoint& a, const TimingPoint& b) {
    return a.location == b.location && a.leg == b.leg && a.lap == b.lap &&
           std::abs((a.along - b.along).value) < same_place_m;
}

void check_ascending(const RaceText& race, const std::vector<TimingPoint>& points, Faults& faults) {
    const auto first = first_meetings(points);
    for (std::size_t i = 1; i < first.size(); ++i) {
        const TimingPoint& before = first[i - 1];
        const TimingPoint& here = first[i];
        if (is_same_crossing(before, here)) {
            faults.add(line_of(race, here.id),
                       fmt::format("point {} is the same crossing as {}, {:.0f} m into lap {}",
                                   shown(here.id), shown(before.id), here.along.value, here.lap),
                       "another metres, bearing_deg, leg or lap");
        } else if (place_of(here) < place_of(before)) {
            faults.add(line_of(race, here.id),
                       fmt::format("an athlete meets point {} ({:.0f} m into lap {} of leg {}) "
                                   "before {}",
                                   shown(here.id), here.along.value, here.lap,
                                   shown(race.legs[here.leg].id), shown(before.id)),
                       "the order of the course");
        }
    }
}

void check_end(const RaceText& race, PointKind kind, const std::vector<TimingPoint>& points,
               Faults& faults) {
    const std::string_view name = course::to_text(kind);
    std::vector<const PointText*> found;
    for (const PointText& text : race.points) {
        if (text.kind == kind) {
            found.push_back(&text);
        }
    }
    if (found.size() != 1) {
        faults.add(found.empty() ? 0 : found[1]->lines.table(),
                   fmt::format("there are {} points of kind {}", found.size(), name), "one");
        return;
    }
    const bool is_start = kind == PointKind::start;
    if (found.front() != (is_start ? &race.points.front() : &race.points.back())) {
        faults.add(found.front()->lines.table(),
                   fmt::format("the {} stands among the other points", name),
                   is_start ? "the first place" : "the last place");
    } else if (std::ranges::count(points, kind, &TimingPoint::kind) > 1) {
        faults.add(found.front()->lines.of("laps"), fmt::format("the {} is on several laps", name),
                   "one lap");
    }
}

void check_nothing_behind_finish(const RaceText& race, const std::vector<TimingPoint>& points,
                                 Faults& faults) {
    if (points.empty() || points.back().kind != PointKind::finish) {
        return;
    }
    const TimingPoint& last = std::ranges::max(points, {}, place_of);
    if (place_of(last) > place_of(points.back())) {
        faults.add(
            line_of(race, points.back().id),
            fmt::format("point {} on lap {} lies behind the finish", shown(last.id), last.lap),
            "a finish behind all others");
    }
}

} // namespace

void check_order(const RaceText& race, const std::vector<TimingPoint>& points, Faults& faults) {
    check_ascending(race, points, faults);
    check_end(race, PointKind::start, points, faults);
    check_end(race, PointKind::finish, points, faults);
    check_nothing_behind_finish(race, points, faults);
}

} // namespace lanterne::exchange
