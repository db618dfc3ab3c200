#pragma once

#include <cstdint>
#include <vector>

#include "core/base/fix.hpp"
#include "hal/simulated/noise.hpp"
#include "simulator/athletes/journey.hpp"

namespace lanterne::simulator {

/// How the receivers of a race see it.
struct Conditions {
    double interval_s = 1;
    hal::simulated::NoiseModel on_land = hal::simulated::bursty;
    hal::simulated::NoiseModel at_sea = hal::simulated::at_sea;
    double jitter_part = 0.2; ///< of the interval: a fix comes so much early or late at most
    double common_m = 0.3;    ///< an error that all receivers of a race share, each axis
    double silent_part = 0.1; ///< of the time without fixes, in gaps
    double longest_gap_s = 30;
};

/// Noise of that size and duration on land, twice as large at sea. It is stated as 3 m, or 8 m
/// where that is nearer, and at sea as twice that.
Conditions conditions(double interval_s, double slow_m, double slow_time_s = 45);

/// What a unit recorded, and what of its errors an oracle may know.
struct Reception {
    std::vector<Fix> fixes;       ///< ascending in time, at the wire's resolution
    std::vector<double> bursts_s; ///< when a burst began, seconds since the gun
};

/// The fixes of one athlete. Seeded; the common error is the same for all numbers of a seed.
Reception receive(const Journey& journey, UtcTime gun, const Conditions& conditions,
                  std::uint64_t seed, std::uint64_t number);

} // namespace lanterne::simulator
