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
// Who left the course may have cut so much of it at once, and come on so much faster than by it.
constexpr double cut_m = 250;
constexpr double cut_speeds = 3;
// But nobody is a lap ahead who did not travel it: the same road is no short cut to itself.
constexpr double cut_laps = 0.75;
constexpr double travelled_slack = 1.3;
// Riders brake before a bend: the speed at a fix tells that much less of the way to the next one.
constexpr double bends_of_a_ride = 2;

double top_speed_from(const Course& course, std::size_t leg) {
    const std::size_t next = std::min(leg + 1, course.legs().size() - 1);
    return std::max(limits_of(course.legs()[leg].sport).top_speed,
                    limits_of(course.legs()[next].sport).top_speed);
}

// True when the athlete may come to another sport until then: nobody knows how long the change
// takes and how fast it goes on.
bool changes_sport(const Course& course, const History& history, double ahead) {
    const std::size_t next = history.leg() + 1;
    return next < course.legs().size() && ahead > course.legs()[next].begin.value &&
           course.legs()[next].sport != course.legs()[history.leg()].sport;
}

// How far ahead of where the course was left somebody may come back.
double return_reach(const Course& course, const History& history, double top, const Seen& seen) {
    const Leg& leg = course.legs()[history.leg()];
    const double away = seen.t - history.away_since();
    const double travelled = history.travelled_away() + seen.moved;
    const double cut = cut_m + cut_speeds * top * away;
    const double most = leg.laps > 1 ? cut_laps * lap_length(leg).value : cut;
    return std::max(std::min(cut, most), std::min(top * away, travelled_slack * travelled)) +
           overshoot_m;
}

} // namespace

Outlook outlook_of(const Course& course, const History& history, const Seen& seen) {
    const double seconds = seen.t - history.t();
    const double ahead = history.along() + history.estimate().speed() * seconds;
    Outlook outlook{.estimate = history.estimate(),
                    .motion = motion_at(course, history.leg(), ahead, seen.accuracy_m),
                    .reach = {}};
    if (course.legs()[history.leg()].sport == Sport::bike) {
        outlook.motion.acceleration *= bends_of_a_ride;
    }
    if (changes_sport(course, history, ahead)) {
        outlook.motion.acceleration = std::max(outlook.motion.acceleration, border_acceleration);
    }
    const double top = top_speed_from(course, history.leg());
    outlook.reach.gate = limits_of(course.legs()[history.leg()].sport).gate_m;
    if (history.is_away()) {
        outlook.reach.low = history.along() - reach_back_away_m;
        outlook.reach.high = history.along() + return_reach(course, history, top, seen);
        return outlook;
    }
    outlook.estimate.pass(seconds, outlook.motion);
    const double bias = outlook.motion.bias_m;
    const double half =
        reach_deviations * std::sqrt(outlook.estimate.along_variance() + bias * bias) + reach_m;
    // A speed that changed did so at an unknown time.
    const double speed = history.estimate().speed();
    const double faster = std::max(seen.speed.value_or(0) - std::abs(speed), 0.0) * seconds;
    outlook.reach.low = outlook.estimate.along() - half;
    outlook.reach.high = std::min(outlook.estimate.along() + faster + half,
                                  history.along() + top * seconds + overshoot_m + 2 * bias);
    return outlook;
}

} // namespace lanterne::course
