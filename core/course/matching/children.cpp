#include "core/course/matching/children.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "core/course/matching/likelihood.hpp"
#include "core/course/matching/refined.hpp"

namespace lanterne::course {
namespace {

bool is_within(const Reach& reach, const NearPlace& place) {
    return place.along >= reach.low && place.along <= reach.high &&
           std::abs(place.right) <= reach.gate;
}

Sighting sighting_of(const Seen& seen, const NearPlace& place, const Outlook& outlook) {
    const auto speed = seen.speed_along(place.heading, outlook.estimate.speed());
    return {.t = seen.t,
            .along = place.along,
            .direction = place.direction,
            .speed = speed.value_or(0),
            .has_speed = speed.has_value(),
            .seconds = seen.seconds,
            .motion = outlook.motion};
}

template<class Integer>
Integer clamped(double value) {
    constexpr double most = std::numeric_limits<Integer>::max();
    return static_cast<Integer>(std::clamp(std::round(value), 1 - most, most));
}

// Farther ahead than expected, going on from there, and much is saved by going straight there.
bool may_be_cut(const Course& course, const History& parent, const Outlook& outlook,
                const Sighting& sighting) {
    constexpr double least_m = 25;
    constexpr double going_mps = 0.5;
    const double ahead = sighting.along - outlook.estimate.along();
    if (parent.is_away() || ahead < least_m || !sighting.has_speed || sighting.speed < going_mps) {
        return false;
    }
    const double straight = geo::distance(course.position_at(Metres{parent.along()}),
                                          course.position_at(Metres{sighting.along}))
                                .value;
    return sighting.along - parent.along() - straight >= least_m;
}

Step step_of(const Sighting& sighting, const NearPlace& place, const Seen& seen,
             const History& history) {
    return {.t_ms = clamped<std::int32_t>(sighting.t * 1000),
            .along_cm = clamped<std::int32_t>(sighting.along * 100),
            .east = clamped<std::int16_t>(sighting.direction.east * Step::whole_direction),
            .north = clamped<std::int16_t>(sighting.direction.north * Step::whole_direction),
            .speed_cmps =
                sighting.has_speed ? clamped<std::int16_t>(sighting.speed * 100) : Step::no_speed,
            .right_cm = clamped<std::int16_t>(place.right * 100),
            .accuracy_dm = clamped<std::uint16_t>(seen.accuracy_m * 10),
            .leg = static_cast<std::uint16_t>(history.leg()),
            .before = history.step};
}

} // namespace

void add_children(const Course& course, const History& parent, const Outlook& outlook,
                  const Seen& seen, const std::vector<NearPlace>& places,
                  std::vector<History>& children) {
    double best = -std::numeric_limits<double>::infinity();
    for (const NearPlace& raw : places) {
        if (!is_within(outlook.reach, raw)) {
            continue;
        }
        const NearPlace place = refined(course, parent, outlook, seen, raw);
        const Sighting sighting = sighting_of(seen, place, outlook);
        double gain = fit_of(parent, outlook, place, sighting, seen);
        if (may_be_cut(course, parent, outlook, sighting)) {
            const double fit = fit_of_cut_to(parent, outlook, place, sighting, seen);
            if (fit > best + hopeless) {
                History child = parent;
                child.cut_to(sighting, place.right, course.points());
                child.enter(place.leg);
                child.taken = step_of(sighting, place, seen, child);
                child.score = parent.score + fit;
                children.push_back(std::move(child));
            }
        }
        if (gain < best + hopeless) {
            continue; // a long silence on a course of many laps leaves thousands of places
        }
        History child = parent;
        bool is_odd = false;
        if (parent.is_away()) {
            child.come_back(sighting, place.right, course.points());
            child.enter(place.leg);
            is_odd = child.behind().size() > parent.behind().size() && child.behind().back().is_cut;
            gain += is_odd ? fit_of_cut : 0;
        } else {
            is_odd = child.follow(sighting, place.right);
            gain +=
                is_odd ? fit_of_turning_back(parent, child.estimate().speed(), seen.seconds) : 0;
            const double running = -child.estimate().speed() - walking_mps;
            gain += fit_of_running_back * std::max(running, 0.0) * seen.seconds;
        }
        child.taken = step_of(sighting, place, seen, child);
        child.score = parent.score + gain;
        best = std::max(best, is_odd ? doubtful : gain);
        children.push_back(std::move(child));
    }
    if (best <= doubtful) {
        History child = parent;
        child.score += fit_of_absence(parent, places, seen);
        child.stay_away(seen.t, seen.moved);
        children.push_back(std::move(child));
    }
}

} // namespace lanterne::course
