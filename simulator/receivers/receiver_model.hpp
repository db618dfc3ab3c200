#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "hal/gnss_receiver.hpp"
#include "hal/simulated/noise.hpp"
#include "simulator/athletes/true_state.hpp"
#include "simulator/receivers/sky.hpp"

namespace lanterne::simulator {

/// What sort of receiver.
struct ReceiverSettings {
    double noise = 1;              ///< its errors, times the usual: 0 to 20
    double duplicate_share = 0.01; ///< of the epochs are said twice, the first time in part: 0 to 1
    double cold_start_s = 30;      ///< to the first fix under the open sky, in the mean: 1 to 600
    double warm_start_s = 4;       ///< the same, when it was off for a moment: 0 to 600
    double course_from_mps = 0.4;  ///< slower it says no course: 0 to 5
};

/// std::invalid_argument that says which setting is outside its range, and the range.
void check(const ReceiverSettings& settings);

enum class Boot : std::uint8_t {
    cold, ///< it knows neither the date nor the satellites' orbits
    warm,
};

/// What a receiver says of one epoch: nothing, one reading, or several of the same time.
class Readings {
public:
    static constexpr std::size_t most = 2;

    const hal::GnssReading* begin() const { return readings_.data(); }

    const hal::GnssReading* end() const { return readings_.data() + count_; }

    std::size_t size() const { return count_; }

    bool empty() const { return count_ == 0; }

    const hal::GnssReading& back() const { return readings_[count_ - 1]; }

    void add(const hal::GnssReading& reading) { readings_[count_++] = reading; }

private:
    std::array<hal::GnssReading, most> readings_{};
    std::size_t count_ = 0;
};

/// One receiver, as gpsd passes on what it says: errors that last, houses that mirror, drop-outs,
/// starts that take their time, fields that are missing. Settled by the seed and the stream. It
/// runs from the begin on, until it is told to start anew. The sky outlives it. One thread.
class ReceiverModel {
public:
    ReceiverModel(const Sky& sky, const ReceiverSettings& settings, std::uint64_t seed,
                  std::uint64_t stream);

    /// Of the epoch at `time`, when the truth is that. Times ascend.
    Readings hear(const TrueState& truth, UtcTime time);

    /// It was switched on at that time.
    void restart(UtcTime time, Boot boot);

private:
    struct Vector {
        double east = 0;
        double north = 0;
    };

    struct Epoch; ///< what hear() knows

    Surroundings around(const TrueState& truth) const;
    void pass(double seconds);
    bool has_fix(const Epoch& epoch);
    bool drops_out(const Epoch& epoch);
    void find_again(const Epoch& epoch);
    Vector mirrored(const Epoch& epoch) const;
    hal::GnssReading disturbed(const Epoch& epoch);
    void thin_out(hal::GnssReading& reading);

    const Sky* sky_;
    ReceiverSettings settings_;
    hal::simulated::SmallNoise noise_;
    hal::simulated::SmallRandom random_;
    std::optional<UtcTime> newest_;
    UtcTime blind_until_; ///< starting, searching, dropped out
    UtcTime blind_since_;
    Vector poor_;         ///< what the first fixes are off by besides, m
    double mirror_;       ///< how much of what is mirrored it takes
    double quality_;      ///< wanders; above 0: worse than the surroundings alone make it
    std::uint32_t fixes_; ///< since it started, as far as it matters
    bool is_blind_ = false;
    bool is_dated_ = true; ///< knows the date
};

} // namespace lanterne::simulator
