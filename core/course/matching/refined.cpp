#include "core/course/matching/refined.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "core/base/elementary.hpp"

namespace lanterne::course {
namespace {

// A bend, but not another road and not the way back.
constexpr double longest_bend_m = 50;
constexpr double straight = 0.95;  // cosine of 18 degrees
constexpr double same_bend = -0.2; // of 102
constexpr double part_m = 4;
// People do not go in the line's direction to the degree, in a bend least of all.
constexpr double heading_sd = 0.17; // sine of 10 degrees
constexpr double burst = 9;         // costs so much, and more the longer it is
constexpr double fast_mps = 2;      // slower, a heading is little worth

/// The lap of a place.
struct Lap {
    const geo::Polyline& line;
    double begin;
    bool is_loop;

    double inside(double along) const {
        const double length = line.length().value;
        const double in_lap = along - begin;
        return is_loop ? in_lap - std::floor(in_lap / length) * length : in_lap;
    }

    geo::PlanePoint point(double along) const { return line.plane_at(Metres{inside(along)}); }

    geo::PlanePoint direction(double along) const {
        return line.direction_at(Metres{inside(along)});
    }
};

/// What speaks for a place on the way: that the history is there, that the fix without the error
/// seen before is near, that the athlete goes in its direction.
struct Evidence {
    Expected along;
    geo::PlanePoint corrected;
    double variance = 0; ///< of that, each axis
    std::optional<geo::PlanePoint> heading;

    double against(const Lap& lap, double place) const {
        const double ahead = place - along.value;
        const geo::PlanePoint off = corrected - lap.point(place);
        double sum = ahead * ahead / along.variance +
                     std::min(dot(off, off) / variance, burst + geo::length(off) / 2);
        if (heading) {
            const geo::PlanePoint direction = lap.direction(place);
            const double across = cross(direction, *heading);
            const double turned = dot(direction, *heading) > 0 ? across * across : 2;
            sum += turned / (heading_sd * heading_sd);
        }
        return sum;
    }
};

Evidence evidence_of(const History& history, const Outlook& outlook, const Seen& seen,
                     const NearPlace& place, geo::PlanePoint seen_at) {
    constexpr double anywhere_m = 1e3;
    const Motion& motion = outlook.motion;
    const double along = outlook.estimate.along();
    const bool is_known = !history.is_away() && std::abs(along - place.along) < 2 * longest_bend_m;
    const double keep = lanterne::exp(-seen.seconds / motion.bias_time_s);
    const bool goes = seen.speed && *seen.speed > fast_mps;
    return {.along = is_known ? Expected{along, outlook.estimate.along_variance()}
                              : Expected{place.along, anywhere_m * anywhere_m},
            .corrected = seen_at - history.error() * keep,
            .variance =
                (1 - keep * keep) * motion.bias_m * motion.bias_m + motion.white_m * motion.white_m,
            .heading = goes ? seen.direction : std::nullopt};
}

double likeliest(const Lap& lap, const Evidence& evidence, double around, double reach) {
    double best = around;
    double least = evidence.against(lap, around);
    const int parts = static_cast<int>(reach / part_m);
    for (int i = -parts; i <= parts; ++i) {
        const double place = around + i * part_m;
        const double against = evidence.against(lap, place);
        if (against < least) {
            best = place;
            least = against;
        }
    }
    return best;
}

} // namespace

NearPlace refined(const Course& course, const History& history, const Outlook& outlook,
                  const Seen& seen, const NearPlace& place) {
    const Leg& leg = course.legs()[place.leg];
    const double reach =
        std::min(longest_bend_m,
                 2 * outlook.motion.bias_m + 2 * std::sqrt(outlook.estimate.along_variance()));
    const Lap lap{leg.line, leg.begin.value, leg.laps > 1};
    const bool is_inside = place.along >= leg.begin.value && place.along <= leg.end.value;
    if (!is_inside || (dot(lap.direction(place.along - reach), place.direction) > straight &&
                       dot(lap.direction(place.along + reach), place.direction) > straight)) {
        return place;
    }
    const geo::PlanePoint seen_at = leg.line.plane().to_plane(seen.position);
    const Evidence evidence = evidence_of(history, outlook, seen, place, seen_at);
    const double along = likeliest(lap, evidence, place.along, reach);
    const geo::PlanePoint direction = lap.direction(along);
    if (along < leg.begin.value || along > leg.end.value ||
        dot(direction, place.direction) < same_bend) {
        return place;
    }
    const geo::PlanePoint offset = seen_at - lap.point(along);
    NearPlace better = place;
    better.along = along + dot(offset, direction);
    better.right = -cross(direction, offset);
    better.direction = direction;
    if (seen.direction && dot(direction, *seen.direction) > dot(place.heading, *seen.direction)) {
        better.heading = direction;
    }
    return better;
}

} // namespace lanterne::course
