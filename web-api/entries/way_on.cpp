#include "web-api/entries/way_on.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "core/course/matching/places.hpp"
#include "core/course/matching/sport_limits.hpp"
#include "core/exchange/recorded_track.hpp"

namespace lanterne::web {

using course::Course;
using course::Leg;
using course::NearPlace;
using course::SportLimits;

namespace {

constexpr double error_m = 50; ///< of a place along the way
constexpr Milliseconds hard_to_see = std::chrono::seconds{15};

struct Going {
    double along = 0;
    double furthest = 0;
    UtcTime seen; ///< on the course
};

/// How far one goes within that time, and how far aside: by the sport there, and by the next one
/// where that leg begins meanwhile.
course::Reach reach_of(const Course& course, const Going& going, double seconds) {
    const std::size_t leg = course::leg_at(course, going.along);
    SportLimits limits = limits_of(course.legs()[leg].sport);
    double high = going.along + limits.top_speed * seconds + error_m;
    if (leg + 1 < course.legs().size() && high > course.legs()[leg].end.value) {
        const SportLimits next = limits_of(course.legs()[leg + 1].sport);
        high = std::max(high, going.along + next.top_speed * seconds + error_m);
        limits.gate_m = std::max(limits.gate_m, next.gate_m);
    }
    return {.low = going.furthest - error_m, .high = high, .gate = limits.gate_m};
}

/// Of the places that the position may mean the one that asks for the least haste.
std::optional<double> place_of(const Course& course, const Going& going, const Fix& fix) {
    const double seconds = std::chrono::duration<double>(fix.time - going.seen).count();
    std::optional<double> nearest;
    for (const NearPlace& place :
         places_near(course, fix.position, reach_of(course, going, seconds))) {
        const bool is_in_gate =
            std::abs(place.right) <= limits_of(course.legs()[place.leg].sport).gate_m;
        const bool is_nearer =
            !nearest || std::abs(place.along - going.along) < std::abs(*nearest - going.along);
        if (is_in_gate && is_nearer) {
            nearest = place.along;
        }
    }
    return nearest;
}

} // namespace

bool is_on(const Course& course, Position position) {
    return std::ranges::any_of(course.legs(), [&](const Leg& leg) {
        return !leg.line.near(position, Metres{limits_of(leg.sport).gate_m}).empty();
    });
}

UtcTime goes_on_until(const Course& course, const PassedAt& last, std::span<const Fix> fixes) {
    Going going{.along = last.along.value, .furthest = last.along.value, .seen = last.time};
    UtcTime until = last.time;
    for (const Fix& fix : fixes) {
        if (fix.time <= last.time) {
            continue;
        }
        if (fix.time - going.seen > exchange::max_gap) {
            break;
        }
        const auto along = place_of(course, going, fix);
        if (along) {
            going.along = *along;
            going.seen = fix.time;
        } else if (fix.time - going.seen > hard_to_see) {
            break;
        }
        if (along && *along >= going.furthest) {
            going.furthest = *along;
            until = fix.time;
        }
    }
    return until;
}

} // namespace lanterne::web
