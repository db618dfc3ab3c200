#include "core/course/matching/outlook.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/course/matching/sport_limits.hpp"

namespace lanterne::course {
namespace {

// What is looked at around the place that a history expects: deviations, and metres.
constexpr double reach_deviations = 4.5;
constexpr double reach_m = 15;
constexpr double reach_back_away_m = 150; // behind the place where the course was left
// Near the border of two sports the speed changes at once.
constexpr double border_m = 15;
constexpr double border_acceleration = 1.2;
constexpr double border_at_sea_m = 40; // a receiver in the water knows the border less well
constexpr double shore_m = 1;          // a timing point so close to a swim's end is its exit

double top_speed_from(const Course& course, std::size_t leg) {
    const std::size_t next = std::min(leg + 1, course.legs().size() - 1);
    return std::max(limits_of(course.legs()[leg].sport).top_speed,
                    limits_of(course.legs()[next].sport).top_speed);
}

bool is_at_border(const Course& course, double along, std::size_t leg) {
    const double near = course.legs()[leg].sport == Sport::swim ? border_at_sea_m : border_m;
    return std::abs(along - course.legs()[leg].begin.value) < near ||
           std::abs(along - course.legs()[leg].end.value) < near;
}

Motion motion_on(const Course& course, const History& history, double seconds, double accuracy_m) {
    Motion motion = motion_of(course.legs()[history.leg()].sport, accuracy_m);
    const double ahead = history.along() + history.state().speed() * seconds;
    if (is_at_border(course, ahead, history.leg())) {
        motion.acceleration = std::max(motion.acceleration, border_acceleration);
    }
    return motion;
}

} // namespace

bool is_at_sea(const Course& course, const History& history) {
    return course.legs()[history.leg()].sport == Sport::swim &&
           history.leg() + 1 < course.legs().size();
}

double passable_end(const Course& course, const History& history) {
    return is_at_sea(course, history) ? course.legs()[history.leg()].end.value - shore_m
                                      : std::numeric_limits<double>::infinity();
}

Outlook outlook_of(const Course& course, const History& history, const Seen& seen) {
    const double seconds = seen.t - history.t();
    Outlook outlook{.state = history.state(),
                    .motion = motion_on(course, history, seconds, seen.accuracy_m),
                    .reach = {}};
    const double top = top_speed_from(course, history.leg());
    outlook.reach.gate = limits_of(course.legs()[history.leg()].sport).gate_m;
    if (history.is_away()) {
        outlook.reach.low = history.along() - reach_back_away_m;
        outlook.reach.high = history.along() + top * (seen.t - history.away_since()) + overshoot_m;
        return outlook;
    }
    outlook.state = predicted(history.state(), seconds, outlook.motion);
    const double half =
        reach_deviations * std::sqrt(outlook.state.along_variance() +
                                     outlook.motion.bias_m * outlook.motion.bias_m) +
        reach_m;
    outlook.reach.low = outlook.state.along() - half;
    outlook.reach.high =
        std::min(outlook.state.along() + half,
                 history.along() + top * seconds + overshoot_m + 2 * outlook.motion.bias_m);
    return outlook;
}

void enter_leg(const Course& course, History& history, double accuracy_m) {
    if (is_at_sea(course, history)) {
        const std::size_t next = history.leg() + 1;
        if (history.is_ashore(course.legs()[history.leg()].end.value)) {
            history.land(course.legs()[history.leg()].end.value,
                         motion_of(course.legs()[next].sport, accuracy_m));
            history.enter(std::max(next, leg_at(course, history.along())));
        }
        return;
    }
    const std::size_t there = leg_at(course, history.along());
    if (there > history.leg() || course.legs()[there].sport != Sport::swim) {
        history.enter(there);
    }
}

} // namespace lanterne::course
