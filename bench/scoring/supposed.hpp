#pragma once

#include "core/course/course.hpp"

namespace lanterne::bench {

// What more than one part of the oracle supposes.

inline constexpr double own_speed_mps = 0.05; ///< what a law of speed leaves out, in a second

/// m/s of a middling athlete.
inline double usual_speed(course::Sport sport) {
    switch (sport) {
    case course::Sport::swim: return 1.25;
    case course::Sport::bike: return 9.6;
    case course::Sport::run: return 3.7;
    case course::Sport::transition: return 2.8;
    case course::Sport::other: break;
    }
    return 4;
}

} // namespace lanterne::bench
