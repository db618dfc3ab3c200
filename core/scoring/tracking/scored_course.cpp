#include "core/scoring/tracking/scored_course.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace lanterne::scoring {
namespace {

constexpr double millimetre = 0.001;

std::vector<std::size_t> kept_legs(const course::Course& planned, const CourseChange& change) {
    std::vector<std::size_t> kept;
    for (std::size_t leg = 0; leg < planned.legs().size(); ++leg) {
        if (!std::ranges::binary_search(change.dropped_legs, leg)) {
            kept.push_back(leg);
        }
    }
    return kept;
}

Metres in_lap_of(const course::Course& planned, const course::TimingPoint& point) {
    const course::Leg& leg = planned.legs()[point.leg];
    const double in_lap = (point.along - course::unrolled(leg, point.lap, Metres{0})).value;
    return Metres{std::clamp(in_lap, 0.0, lap_length(leg).value)};
}

} // namespace

std::optional<Metres> moved_in_lap(const course::Leg& leg, Metres planned, Position position) {
    const auto moved = [&](const geo::Projection& place) {
        return std::abs(place.along - planned.value);
    };
    std::optional<geo::Projection> best;
    for (const geo::Projection& place : leg.line.near(position, max_gate_off)) {
        if (moved(place) <= max_gate_moved.value && (!best || moved(place) < moved(*best))) {
            best = place;
        }
    }
    return best ? std::optional{Metres{best->along}} : std::nullopt;
}

ScoredCourse::ScoredCourse(const course::Course& planned, CourseChange change)
    : planned_{&planned}, change_{std::move(change)} {
    if (change_ != CourseChange{}) {
        this->change();
    }
}

void ScoredCourse::change() {
    const std::vector<std::size_t> kept = kept_legs(*planned_, change_);
    std::vector<course::Leg> legs;
    for (const std::size_t leg : kept) {
        legs.push_back(planned_->legs()[leg]);
    }
    course::unroll(legs);

    struct Placed {
        course::TimingPoint point;
        Meaning meaning;
    };

    std::vector<Placed> all;
    for (std::size_t index = 0; index < planned_->points().size(); ++index) {
        course::TimingPoint point = planned_->points()[index];
        const auto leg = std::ranges::find(kept, point.leg);
        if (leg == kept.end()) {
            continue;
        }
        const Metres in_lap = in_lap_of(*planned_, point);
        point.leg = static_cast<std::size_t>(leg - kept.begin());
        point.along = course::unrolled(legs[point.leg], point.lap, in_lap);
        const std::string id = point.id;
        all.push_back({point, {.point = index, .from = {}, .until = {}}});
        for (const GateMove& move : change_.moves) {
            const auto moved = move.location == point.location
                                   ? moved_in_lap(legs[point.leg], in_lap, move.position)
                                   : std::nullopt;
            if (moved) {
                all.back().meaning.until = move.from;
                point.along = course::unrolled(legs[point.leg], point.lap, *moved);
                point.id = fmt::format("{}~{}", id, all.size()); // no planned point is called so
                all.push_back({point, {.point = index, .from = move.from, .until = {}}});
            }
        }
    }
    std::vector<course::TimingPoint> points;
    for (const Placed& placed : all) {
        points.push_back(placed.point);
    }
    changed_.emplace(std::move(legs), planned_->locations(), std::move(points));
    for (const course::TimingPoint& point : changed_->points()) {
        const auto same = std::ranges::find_if(all, [&](const Placed& placed) {
            return placed.point.id == point.id && placed.point.leg == point.leg &&
                   placed.point.lap == point.lap;
        });
        meanings_.push_back(same->meaning);
    }
}

ScoredCourse::Meaning ScoredCourse::meaning_of(std::size_t point) const {
    return changed_ ? meanings_.at(point) : Meaning{.point = point, .from = {}, .until = {}};
}

Metres ScoredCourse::planned_along(Metres along) const {
    double planned = along.value;
    for (const std::size_t leg : change_.dropped_legs) {
        const course::Leg& dropped = planned_->legs()[leg];
        if (planned >= dropped.begin.value - millimetre) {
            planned += (dropped.end - dropped.begin).value;
        }
    }
    return Metres{std::min(planned, planned_->length().value)};
}

std::optional<Metres> ScoredCourse::scored_along(Metres planned) const {
    double scored = planned.value;
    for (const std::size_t leg : change_.dropped_legs) {
        const course::Leg& dropped = planned_->legs()[leg];
        if (planned >= dropped.end) {
            scored -= (dropped.end - dropped.begin).value;
        } else if (planned >= dropped.begin) {
            return std::nullopt;
        }
    }
    return Metres{scored};
}

} // namespace lanterne::scoring
