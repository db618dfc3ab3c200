#pragma once

#include "core/course/way/way_filter.hpp"

namespace lanterne::course {

/// People's mean speeds lie so far about the sport's usual one, a part of it.
inline constexpr double mean_spread = 0.25;

/// What a while does to a state, as parts of what was before.
struct Transition {
    double form;       ///< how much of a speed beside the mean is left, of who goes on
    double by_speed;   ///< metres for each m/s
    double by_mean;    ///< the same of the mean speed
    double keep_speed; ///< how much of the speed is left
    double to_mean;    ///< and how much comes of the mean
    double keep_mean;
    double keep;       ///< how much of the receiver's slow error is left
    double keep_side;  ///< and of what the athlete goes beside the line
    double keep_drift; ///< and of the error of the speed
    double keep_burst;
    Bend bend;
};

/// In `seconds` (>= 0) at about that speed.
Transition transition_over(double seconds, const Motion& motion, double mps, const Bend& bend);

/// The state after that.
WayState moved(const WayState& state, const Transition& f, double seconds, const Motion& motion);

} // namespace lanterne::course
