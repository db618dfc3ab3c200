#include "core/course/matching/sport_limits.hpp"

#include <algorithm>
#include <cmath>

namespace lanterne::course {

SportLimits limits_of(Sport sport) {
    switch (sport) {
    case Sport::swim:
        return {.top_speed = 3, .usual_speed = 1.1, .acceleration = 0.08, .gate_m = 120};
    case Sport::bike: return {.top_speed = 30, .usual_speed = 9, .acceleration = 0.5, .gate_m = 45};
    case Sport::run:
        return {.top_speed = 9, .usual_speed = 3.2, .acceleration = 0.25, .gate_m = 45};
    case Sport::transition:
        return {.top_speed = 8, .usual_speed = 2, .acceleration = 0.9, .gate_m = 60};
    case Sport::other: break;
    }
    return {.top_speed = 45, .usual_speed = 5, .acceleration = 0.6, .gate_m = 45};
}

Motion motion_of(Sport sport, double accuracy_m) {
    // A receiver's own figure is believed within bounds only: it does not see its slow errors.
    constexpr double least_m = 2.5;
    constexpr double most_m = 20;
    constexpr double unstated_m = 4;
    const double bias = accuracy_m > 0 ? std::clamp(accuracy_m, least_m, most_m) : unstated_m;
    const SportLimits limits = limits_of(sport);
    Motion motion{
        .acceleration = limits.acceleration, .usual_mps = limits.usual_speed, .bias_m = bias};
    if (sport == Sport::swim) {
        // An arm under water half of the time: what a fix at sea says is worth little beside a fix
        // on land, which therefore decides when the swim ended. Little means next to nothing: the
        // satellites stay the same, so the errors of both are no two witnesses.
        motion.bias_m = std::max(bias, 12.0);
        motion.white_m = 3;
        motion.doppler_mps = 0.6;
    }
    return motion;
}

Motion motion_at(const Course& course, std::size_t leg, double along, double accuracy_m) {
    constexpr double border_m = 15;
    constexpr double border_at_sea_m = 40; // a receiver in the water knows the border less well
    const Leg& here = course.legs()[leg];
    Motion motion = motion_of(here.sport, accuracy_m);
    const double near = here.sport == Sport::swim ? border_at_sea_m : border_m;
    if (std::abs(along - here.begin.value) < near || std::abs(along - here.end.value) < near) {
        motion.acceleration = std::max(motion.acceleration, border_acceleration);
    }
    return motion;
}

} // namespace lanterne::course
