#pragma once

#include "core/geo/plane.hpp"

namespace lanterne::course {

/// How an athlete may move and how far a fix may be trusted, for one step of the filter.
struct Motion {
    double acceleration = 0.3; ///< how much the speed wanders: m/s per square root of a second
    double usual_mps = 4;      ///< what people do there, on a middling day
    double bias_m = 3;         ///< standard deviation of the slow part of the position error
    double white_m = 0.8;      ///< of its fast part
    double doppler_mps = 0.15; ///< of the receiver's speed, an error that lasts some seconds
    double bias_time_s = 45;   ///< in which the slow part is forgotten by 1/e
    bool renews_bias = false;  ///< the slow error is another one now: out of the water
    bool stands = false;       ///< in one place, all the time
    bool renews_speed = false; ///< another sport: the athlete's mean speed is another one
    bool starts = false;       ///< goes at the mean speed from the begin on, whatever was before
    double loose_m = 0;        ///< and so much of the way is not known: when that was, or a halt
};

/// The error of a speed is forgotten in this time.
inline constexpr double doppler_time_s = 4;
/// For so many metres athletes go as far to a side of the line, and is the line drawn as wrong.
inline constexpr double beside_length_m = 150;
/// And so far, standard deviation.
inline constexpr double beside_m = 3.5;

/// How a line bends between two places on it.
struct Bend {
    double right = 0; ///< radians that it turns to the right
    double saved = 0; ///< metres that those save, in the mean, who round its corner
};

/// From one direction to another, on the way ahead or (where the second place lies before the
/// first) back.
Bend bend_between(const geo::PlanePoint& from, const geo::PlanePoint& to, bool is_ahead);

/// A fix as it was matched: where on the unrolled course it fell, and how fast along it.
struct Sighting {
    double t = 0;              ///< seconds since an instant that all of them share
    double along = 0;          ///< metres
    geo::PlanePoint direction; ///< of the line there
    double speed = 0;          ///< along the line, m/s; negative against it
    bool has_speed = false;
    double seconds = 1;    ///< since the sighting before
    Motion motion;         ///< meanwhile
    double right = 0;      ///< metres to the right of the line; left is negative
    bool follows = true;   ///< goes along a line, so that `right` tells something; else at sea
    bool is_blank = false; ///< a moment at which nothing was seen
    Bend bend;             ///< of the line since the sighting before
};

} // namespace lanterne::course
