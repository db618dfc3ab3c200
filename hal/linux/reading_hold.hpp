#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

#include "hal/gnss_receiver.hpp"

namespace lanterne::hal::linux_system {

/// Makes one reading of the several reports that gpsd may give of an epoch: holds the newest
/// report until one of another epoch arrives, or none has come for a while. Reports of one time are
/// of one epoch; one without a time (gpsd 3.22 before it knows the date) is of the epoch of the
/// report beside it when both name the same place. What still comes of an epoch that was handed
/// over is dropped.
class ReadingHold {
public:
    using Instant = std::chrono::steady_clock::time_point;

    /// At 9600 baud the sentences of an epoch lie up to 300 ms apart.
    static constexpr std::chrono::milliseconds quiet{300};
    /// A report that is whole (3D, with altitude, speed and accuracy) waits only for a finer one.
    static constexpr std::chrono::milliseconds quiet_when_whole{100};
    /// After so many epochs of one whole report each, gpsd has learned where the receiver's cycle
    /// ends: a whole report is then handed over at once.
    static constexpr int epochs_to_learn = 3;

    /// The reading before this one when it is thereby complete.
    std::optional<GnssReading> put(const GnssReading& report, Instant now);

    /// The held reading when it has been quiet for long enough.
    std::optional<GnssReading> take_when_quiet(Instant now);

    /// The held reading, complete or not: nothing more will come.
    std::optional<GnssReading> take();

    /// When take_when_quiet() will have something; none while nothing is held.
    std::optional<Instant> due() const;

    /// Reports that added nothing, because their epoch was handed over or told with its time.
    std::uint64_t dropped() const { return dropped_; }

private:
    void hold(const GnssReading& report, Instant now);
    void drop();

    std::optional<GnssReading> held_;
    std::optional<UtcTime> handed_over_; ///< the newest time that was
    Instant since_{};
    int reports_ = 0;       ///< of the epoch that is held
    int epochs_of_one_ = 0; ///< in a row, each with one whole report
    std::uint64_t dropped_ = 0;
};

} // namespace lanterne::hal::linux_system
