#include "core/course/matching/places.hpp"

#include <algorithm>
#include <cmath>

namespace lanterne::course {
namespace {

// Places closer than this along the way are one, the nearer to the position, where the way goes on
// in about one direction. Where it turns round, there and back are two.
constexpr double same_place_m = 5;
constexpr double turned_round = -0.2;  // cosine of 102 degrees
constexpr double same_direction = 0.6; // of 53 degrees
// What a line's end says of a position beyond it gives way to the next lap or leg within this.
constexpr double joint_m = 30;

void add_straight(const Course& course, Position position, const Reach& reach,
                  std::vector<NearPlace>& found) {
    const geo::Polyline& first = course.legs().front().line;
    const geo::Polyline& last = course.legs().back().line;
    const auto add = [&](const geo::Polyline& line, Metres at, double along, bool before) {
        const geo::PlanePoint direction = line.direction_at(at);
        const geo::PlanePoint offset = line.plane().to_plane(position) - line.plane_at(at);
        const double ahead = dot(offset, direction);
        const double right = -cross(direction, offset);
        const bool within =
            before ? ahead <= 0 && ahead >= -run_up.value : ahead >= 0 && ahead <= run_up.value;
        const double place = along + ahead;
        if (within && std::abs(right) <= reach.gate && place >= reach.low && place <= reach.high) {
            found.push_back({.along = place,
                             .right = right,
                             .direction = direction,
                             .heading = direction,
                             .leg = before ? 0 : course.legs().size() - 1});
        }
    };
    if (reach.low <= 0) {
        add(first, Metres{0}, 0, true);
    }
    if (reach.high >= course.length().value) {
        add(last, last.length(), course.length().value, false);
    }
}

// That part of the leg's line which lies within reach on any lap.
geo::Stretch stretch_of(const Leg& leg, const Reach& reach) {
    constexpr double spare_m = 1; // roundings
    const double lap = lap_length(leg).value;
    const double span = reach.high - reach.low + 2 * spare_m;
    if (!(span < lap)) {
        return {.from = 0, .to = lap};
    }
    const double from = reach.low - spare_m - leg.begin.value;
    const double in_lap = leg.laps > 1 ? from - std::floor(from / lap) * lap : from;
    return {.from = in_lap, .to = in_lap + span};
}

void add_laps(const Course& course, std::size_t index, const geo::Projection& place,
              const Reach& reach, std::vector<NearPlace>& found) {
    const Leg& leg = course.legs()[index];
    const double lap = lap_length(leg).value;
    const double most = leg.laps;
    const auto lap_before = [&](double along) {
        return std::clamp(std::floor((along - leg.begin.value - place.along) / lap), -1.0, most);
    };
    const auto first = static_cast<int>(std::max(lap_before(reach.low), 0.0));
    const auto last = static_cast<int>(std::min(lap_before(reach.high), most - 1));
    for (int k = first; k <= last; ++k) {
        const double along = leg.begin.value + k * lap + place.along;
        if (along < reach.low) {
            continue;
        }
        found.push_back({.along = along,
                         .right = place.right,
                         .direction = place.direction,
                         .heading = place.direction,
                         .leg = index});
    }
}

// A position beyond a line's end is nearest to that end, which says nothing of how far beyond:
// there the next lap, leg or straight knows better.
bool is_surpassed(const NearPlace& place, bool at_line_end, const NearPlace& other) {
    const double apart = std::abs(other.along - place.along);
    const bool nearer = std::abs(other.right) < std::abs(place.right);
    const bool goes_on = at_line_end || dot(other.direction, place.direction) > turned_round;
    return nearer && goes_on && apart < (at_line_end ? joint_m : same_place_m);
}

bool is_line_end(const Course& course, const NearPlace& place) {
    const Leg& leg = course.legs()[place.leg];
    const double inside = std::fmod(place.along - leg.begin.value, lap_length(leg).value);
    return inside < 0.01 || inside > lap_length(leg).value - 0.01;
}

std::vector<NearPlace> without_surpassed(const Course& course, std::vector<NearPlace> found) {
    std::vector<NearPlace> kept;
    for (const NearPlace& place : found) {
        const bool at_end = is_line_end(course, place);
        const bool surpassed = std::any_of(found.begin(), found.end(), [&](const NearPlace& other) {
            return &other != &place && is_surpassed(place, at_end, other);
        });
        const bool twice = !kept.empty() &&
                           std::abs(kept.back().along - place.along) < same_place_m &&
                           dot(kept.back().direction, place.direction) > turned_round &&
                           std::abs(kept.back().right) == std::abs(place.right);
        if (!surpassed && !twice) {
            kept.push_back(place);
        }
    }
    return kept;
}

} // namespace

std::vector<NearPlace> places_near(const Course& course, Position position, const Reach& reach) {
    std::vector<NearPlace> found;
    for (std::size_t i = 0; i < course.legs().size(); ++i) {
        const Leg& leg = course.legs()[i];
        if (leg.end.value < reach.low || leg.begin.value > reach.high) {
            continue;
        }
        for (const geo::Projection& place :
             leg.line.near_on(stretch_of(leg, reach), position, Metres{reach.gate})) {
            add_laps(course, i, place, reach, found);
        }
    }
    add_straight(course, position, reach, found);
    if (found.size() < 2) {
        return found;
    }
    std::sort(found.begin(), found.end(),
              [](const NearPlace& a, const NearPlace& b) { return a.along < b.along; });
    return without_surpassed(course, std::move(found));
}

void head(const Course& course, const geo::PlanePoint& seen, double within_m,
          std::vector<NearPlace>& places) {
    for (NearPlace& place : places) {
        const Leg& leg = course.legs()[place.leg];
        if (dot(seen, place.direction) > same_direction || place.along < leg.begin.value ||
            place.along > leg.end.value) {
            continue;
        }
        const double lap = lap_length(leg).value;
        const double inside = std::fmod(place.along - leg.begin.value, lap);
        for (const double part : {-0.5, 0.5, -1.0, 1.0}) {
            const double ahead = part * std::min(within_m, lap / 4);
            const double there =
                leg.laps > 1 ? std::fmod(inside + ahead + lap, lap) : inside + ahead;
            const geo::PlanePoint direction = leg.line.direction_at(Metres{there});
            if (dot(seen, direction) > dot(seen, place.heading)) {
                place.heading = direction;
            }
        }
    }
}

} // namespace lanterne::course
