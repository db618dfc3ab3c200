#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <vector>

#include "core/geo/plane.hpp"

namespace lanterne::course {

/// How an athlete may move and how far a fix may be trusted, for one step of the filter.
struct Motion {
    double acceleration = 0.3; ///< how much the speed wanders: m/s per square root of a second
    double bias_m = 3;         ///< standard deviation of the slow part of the position error
    double white_m = 0.8;      ///< of its fast part
    double doppler_mps = 0.15; ///< of the receiver's speed, an error that lasts some seconds
    bool renews_bias = false;  ///< the slow error is another one now: out of the water
};

/// The slow part of a position error is forgotten with this time, the error of a speed with that.
inline constexpr double bias_time_s = 45;
inline constexpr double doppler_time_s = 4;

/// A fix as it was matched: where on the unrolled course it fell, and how fast along it.
struct Sighting {
    double t = 0;              ///< seconds since an instant that all of them share
    double along = 0;          ///< metres
    geo::PlanePoint direction; ///< of the line there
    double speed = 0;          ///< along the line, m/s; negative against it
    bool has_speed = false;
    double seconds = 1; ///< since the sighting before
    Motion motion;      ///< meanwhile
};

/// Where on the way an athlete is, as a Kalman filter that knows the receiver's slow error. It lies
/// in the plane, east and north, so that it turns against the way when the way turns: what was
/// learned on one road serves on the next.
struct WayState {
    static constexpr std::size_t size = 4; ///< along, speed, error east, error north
    std::array<double, size> x{};
    std::array<std::array<double, size>, size> p{}; ///< covariance

    double along() const { return x[0]; }

    double speed() const { return x[1]; }

    double along_variance() const { return p[0][0]; }
};

/// Known to about those standard deviations, with a receiver error of bias_m.
WayState start_state(double along, double along_sd, double speed, double speed_sd, double bias_m);

/// Lets `seconds` (>= 0) pass.
WayState predicted(const WayState& state, double seconds, const Motion& motion);

/// What a scalar observation would be and how much it may differ.
struct Expected {
    double value = 0;
    double variance = 0;
};

Expected expected_along(const WayState& state, const geo::PlanePoint& direction,
                        const Motion& motion);
Expected expected_speed(const WayState& state, double seconds, const Motion& motion);

/// Takes a sighting at the state's time. An observation far from what was expected counts less.
WayState updated(const WayState& state, const Sighting& sighting);

/// The states at each of the sightings as all of them together say; `before` is the state at time
/// `t`, before the first. (Rauch, Tung, Striebel 1965.)
std::vector<WayState> smoothed(const WayState& before, double t,
                               std::span<const Sighting> sightings);

} // namespace lanterne::course
