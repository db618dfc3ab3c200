#pragma once

#include "core/course/course.hpp"
#include "core/course/way/way_filter.hpp"

namespace lanterne::course {

/// How people move in a sport, and how well a receiver sees them there.
struct SportLimits {
    double top_speed = 0;    ///< m/s that nobody passes, gusts of noise left out
    double usual_speed = 0;  ///< m/s
    double acceleration = 0; ///< as Motion says it
    double gate_m = 0;       ///< farther from the line than this is off the course
};

SportLimits limits_of(Sport sport);

/// As Motion says it, where one sport ends and another begins.
inline constexpr double border_acceleration = 1.2;

/// How an athlete of that sport moves, seen by a receiver that states this accuracy in metres (0:
/// it states none).
Motion motion_of(Sport sport, double accuracy_m);

/// The same on that leg, so far along: near the border of two legs the speed changes at once.
Motion motion_at(const Course& course, std::size_t leg, double along, double accuracy_m);

} // namespace lanterne::course
