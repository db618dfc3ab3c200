#include "core/course/matching/gaps.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "core/base/elementary.hpp"
#include "core/course/matching/bends.hpp"

namespace lanterne::course {
namespace {

constexpr double blank_each_s = 3;
constexpr double most_blanks = 32;
constexpr double going_part = 0.4; // of the usual speed
// A way of which so little is left for the stand is gone at a speed that varies.
constexpr double least_stand_s = 1;
// How far off a speed that was seen once is from that of the whole way: a part of it.
constexpr double speed_spread = 0.15;

/// Somebody began to go or to stand at that time, known to so many metres of the way: it was told
/// from the way that was made, as it was seen, and from one speed.
struct Change {
    double t = 0;
    bool is_start = false;
    double loose_m = 0;
};

bool is_standing(const Sighting& one) {
    return one.has_speed && std::abs(one.speed) < stands_below_mps;
}

bool is_going(const Sighting& one) {
    return one.has_speed && one.speed > going_part * one.motion.usual_mps;
}

// In a transition people halt as often as they like, and each sport has a speed of its own.
bool goes_steadily(const Course& course, const Step& from, const Step& to) {
    const Sport sport = course.legs()[to.leg].sport;
    return sport != Sport::transition && course.legs()[from.leg].sport == sport;
}

// Whoever stands at one end and goes at the other went all the way at that speed, and at once.
std::optional<Change> change_between(const Sighting& a, const Sighting& b) {
    const bool is_start = is_standing(a) && is_going(b);
    const bool is_halt = is_going(a) && is_standing(b);
    const double seconds = b.t - a.t;
    const double metres = b.along - a.along;
    const double went_s = metres / std::max(is_start ? b.speed : a.speed, stands_below_mps);
    if (!(is_start || is_halt) || metres <= 0 || went_s > seconds - least_stand_s) {
        return std::nullopt;
    }
    const double forgotten = 1 - lanterne::exp(-seconds / b.motion.bias_time_s);
    return Change{.t = is_start ? b.t - went_s : a.t + went_s,
                  .is_start = is_start,
                  .loose_m = lanterne::hypot(speed_spread * metres,
                                             b.motion.bias_m * std::sqrt(2 * forgotten))};
}

// Moments at equal parts up to that time, the last of them at it; first_motion is for the first.
void add_moments(std::vector<Sighting>& all, double until, const Motion& motion,
                 const Motion& first_motion) {
    const double begin = all.back().t;
    const double seconds = until - begin;
    const double parts = std::clamp(std::floor(seconds / blank_each_s), 1.0, most_blanks);
    for (double part = 1; part <= parts; ++part) {
        all.push_back({.t = begin + seconds * part / parts,
                       .seconds = seconds / parts,
                       .motion = part == 1 ? first_motion : motion,
                       .is_blank = true});
    }
}

void add_changed(std::vector<Sighting>& all, Sighting& sighting, const Motion& motion,
                 const Change& change) {
    Motion standing = motion;
    standing.stands = true;
    Motion first_standing = standing;
    first_standing.loose_m = change.loose_m;
    Motion starting = motion;
    starting.starts = true;
    starting.loose_m = change.loose_m;
    if (change.is_start) {
        add_moments(all, change.t, standing, standing);
        add_moments(all, sighting.t, motion, starting);
    } else {
        add_moments(all, change.t, motion, motion);
        add_moments(all, sighting.t, standing, first_standing);
    }
    // What is true of the last moment is so of the sighting, which stands at its place.
    const Motion& last = all.back().motion;
    sighting.motion.stands = last.stands;
    sighting.motion.starts = last.starts;
    sighting.motion.loose_m = last.loose_m;
}

// What may have been in between; where the change fell into the last moment, the sighting has it.
void fill(std::vector<Sighting>& all, Sighting& sighting, const std::optional<Change>& change) {
    const Sighting& before = all.back();
    Motion motion = sighting.motion;
    motion.renews_bias = false;
    motion.renews_speed = false;
    if (!sighting.motion.renews_speed) { // speeds change near a border, not all the way to it
        motion.acceleration = std::min(motion.acceleration, before.motion.acceleration);
    }
    if (change) {
        add_changed(all, sighting, motion, *change);
    } else {
        add_moments(all, sighting.t, motion, motion);
    }
    all.pop_back(); // the last moment is the sighting's own
}

// The line bends on the way, not all at its end: as if it was gone evenly.
void bend(const Leg& leg, const Step& from, const Step& to, std::span<Sighting> moments) {
    double begin = from.along();
    for (Sighting& moment : moments) {
        const double part = (moment.t - from.t()) / (to.t() - from.t());
        const double end = from.along() + part * (to.along() - from.along());
        moment.bend = bend_along(leg, begin, end);
        begin = end;
    }
}

} // namespace

std::vector<Sighting> with_blanks(const Course& course, std::span<const Step> way) {
    std::vector<Sighting> all;
    all.reserve(way.size());
    std::optional<Step> before;
    for (const Step& step : way) {
        Sighting sighting = sighting_of(course, step, before);
        const std::size_t seen = all.size();
        if (before && !sighting.motion.stands && sighting.seconds >= 2 * blank_each_s) {
            const bool is_steady = goes_steadily(course, *before, step);
            fill(all, sighting, is_steady ? change_between(all.back(), sighting) : std::nullopt);
        }
        all.push_back(sighting);
        const std::span<Sighting> moments = std::span{all}.subspan(seen);
        for (Sighting& moment : moments) {
            moment.follows = sighting.follows;
        }
        if (moments.size() > 1 && sighting.bend.right != 0) {
            bend(course.legs()[step.leg], *before, step, moments);
        }
        before = step;
    }
    return all;
}

} // namespace lanterne::course
