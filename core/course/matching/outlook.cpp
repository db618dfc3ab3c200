#include "core/course/matching/outlook.hpp"

#include <algorithm>
#include <cmath>

#include "core/course/matching/sport_limits.hpp"

namespace lanterne::course {
namespace {

// What is looked at around the place that a history expects: deviations, and metres.
constexpr double reach_deviations = 4.5;
constexpr double reach_m = 15;
constexpr double reach_back_away_m = 150; // behind the place where the course was left

double top_speed_from(const Course& course, std::size_t leg) {
    const std::size_t next = std::min(leg + 1, course.legs().size() - 1);
    return std::max(limits_of(course.legs()[leg].sport).top_speed,
                    limits_of(course.legs()[next].sport).top_speed);
}

} // namespace

Outlook outlook_of(const Course& course, const History& history, const Seen& seen) {
    const double seconds = seen.t - history.t();
    const double ahead = history.along() + history.estimate().speed() * seconds;
    Outlook outlook{.estimate = history.estimate(),
                    .motion = motion_at(course, history.leg(), ahead, seen.accuracy_m),
                    .reach = {}};
    const double top = top_speed_from(course, history.leg());
    outlook.reach.gate = limits_of(course.legs()[history.leg()].sport).gate_m;
    if (history.is_away()) {
        outlook.reach.low = history.along() - reach_back_away_m;
        outlook.reach.high = history.along() + top * (seen.t - history.away_since()) + overshoot_m;
        return outlook;
    }
    outlook.estimate.pass(seconds, outlook.motion);
    const double bias = outlook.motion.bias_m;
    const double half =
        reach_deviations * std::sqrt(outlook.estimate.along_variance() + bias * bias) + reach_m;
    outlook.reach.low = outlook.estimate.along() - half;
    outlook.reach.high = std::min(outlook.estimate.along() + half,
                                  history.along() + top * seconds + overshoot_m + 2 * bias);
    return outlook;
}

} // namespace lanterne::course
