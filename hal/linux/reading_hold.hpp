#pragma once

#include <chrono>
#include <optional>

#include "hal/gnss_receiver.hpp"

namespace lanterne::hal::linux_system {

/// Makes one reading of the several reports that gpsd may give of an epoch: holds the newest
/// report until one of another time arrives, or none has come for `quiet`. A report that is whole
/// (3D, with altitude, speed and accuracy) has nothing to wait for but a finer one: for that,
/// `quiet_when_whole`. What still comes of an epoch that was handed over is dropped.
class ReadingHold {
public:
    using Instant = std::chrono::steady_clock::time_point;

    /// At 9600 baud the sentences of an epoch lie up to 300 ms apart.
    static constexpr std::chrono::milliseconds quiet{300};
    static constexpr std::chrono::milliseconds quiet_when_whole{100};

    /// The reading before this one when it is thereby complete.
    std::optional<GnssReading> put(const GnssReading& report, Instant now);

    /// The held reading when it has been quiet for long enough.
    std::optional<GnssReading> take_when_quiet(Instant now);

    /// The held reading, complete or not: nothing more will come.
    std::optional<GnssReading> take();

    /// When take_when_quiet() will have something; none while nothing is held.
    std::optional<Instant> due() const;

private:
    std::optional<GnssReading> held_;
    std::optional<UtcTime> handed_over_; ///< the newest time that was
    Instant since_{};
};

} // namespace lanterne::hal::linux_system
