#pragma once

#include <cstdint>
#include <optional>

#include "hal/gnss_receiver.hpp"
#include "hal/simulated/random.hpp"
#include "hal/simulated/small_random.hpp"

namespace lanterne::hal::simulated {

/// How wrong a receiver is. Each axis has a slow error (a first-order Gauss-Markov process) and a
/// fast one; its speed has a slow error of its own. Bursts, as under trees and beside houses, the
/// receiver's accuracy figure does not reveal.
struct NoiseModel {
    double slow_m = 3; ///< standard deviation of each axis
    double slow_time_s = 45;
    double white_m = 0.5;
    double altitude_m = 5;
    double doppler_mps = 0.15; ///< of each axis of the velocity
    double doppler_time_s = 4;
    double burst_every_s = 0; ///< in the mean; 0: none
    double burst_least_m = 8;
    double burst_most_m = 22;
    double burst_time_s = 12; ///< it decays by 1/e in this time
    double smoothing_s = 0;   ///< above 0: the receiver smooths what it says of a place so long
    double stated_accuracy_m = 3;
};

/// What a good receiver makes of an open sky.
inline constexpr NoiseModel open_sky{};
/// The same on a road with trees and houses.
inline constexpr NoiseModel bursty{.burst_every_s = 900};
/// On a wrist that is under water half of the time.
inline constexpr NoiseModel at_sea{
    .slow_m = 6, .white_m = 3, .doppler_mps = 0.4, .stated_accuracy_m = 8};
/// The truth.
inline constexpr NoiseModel none{
    .slow_m = 0, .white_m = 0, .altitude_m = 0, .doppler_mps = 0, .stated_accuracy_m = 1};

/// How wrong a reading is.
struct ReadingError {
    double east_m = 0;
    double north_m = 0;
    double up_m = 0;
    double east_mps = 0;
    double north_mps = 0;
    bool begins_burst = false; ///< since the reading before
};

/// Moves a reading's position over the ground.
void shift(GnssReading& reading, double east_m, double north_m);

/// The errors of one receiver, as time goes on. Seeded; one thread. Source: Random or SmallRandom.
template<class Source>
class NoiseFrom {
public:
    explicit NoiseFrom(std::uint64_t seed, std::uint64_t stream = 0) : random_{seed, stream} {}

    /// What a receiver of that model says of a true reading, which has its time. Times never go
    /// back; the model may change from one reading to the next (from the sea to the land).
    GnssReading disturb(GnssReading truth, const NoiseModel& model);

    /// The same errors by themselves.
    ReadingError next(UtcTime time, const NoiseModel& model);

private:
    struct Slow {
        double east = 0;
        double north = 0;
    };

    Slow wandered(Slow from, double seconds, double time_s);
    bool pass(double seconds, const NoiseModel& model);
    Slow smooth(Slow error, double seconds, const NoiseModel& model);

    Source random_;
    std::optional<UtcTime> newest_;
    Slow position_; ///< in standard deviations
    Slow velocity_; ///< in standard deviations
    Slow burst_;    ///< metres
    Slow smoothed_; ///< metres
};

using Noise = NoiseFrom<Random>;
using SmallNoise = NoiseFrom<SmallRandom>; ///< other numbers, in a twentieth of the memory

} // namespace lanterne::hal::simulated
