#pragma once

#include <array>
#include <cstddef>

#include "core/course/way/sighting.hpp"
#include "core/course/way/symmetric.hpp"

namespace lanterne::course {

/// Where on the way an athlete is, as a Kalman filter that knows the receiver's errors. Those of
/// its places, a slow one and that of a burst, lie in the plane, east and north, so that they turn
/// against the way when the way turns: what was learned on one road serves on the next. How far
/// beside the line the athlete goes does not turn with it: whoever goes on the inner side of a bend
/// gets ahead along the line faster than over the ground.
struct WayState {
    /// along, speed, slow error east, north, right, error of the speed, burst east, north, mean
    /// speed
    static constexpr std::size_t size = 9;
    using Vector = std::array<double, size>;
    Vector x{};
    Symmetric<size> p; ///< covariance

    double along() const { return x[0]; }

    double along_variance() const { return p(0, 0); }
};

/// Known to about those standard deviations, with a slow error of bias_m.
WayState start_state(double along, double along_sd, double speed, double speed_sd,
                     const Motion& motion);

/// Lets `seconds` (>= 0) pass, on a line that bends so meanwhile.
WayState predicted(const WayState& state, double seconds, const Motion& motion,
                   const Bend& bend = {});

/// What a scalar observation would be and how much it may differ.
struct Expected {
    double value = 0;
    double variance = 0;
};

/// Takes a sighting at the state's time. One that surprises casts doubt on the state first: a speed
/// may have changed at once, a place may begin a burst of the receiver's error.
WayState updated(const WayState& state, const Sighting& sighting);

} // namespace lanterne::course
