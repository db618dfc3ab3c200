#pragma once

#include <chrono>
#include <optional>

#include "hal/gnss_receiver.hpp"

namespace lanterne::hal::linux_system {

/// Makes one reading of the several reports that gpsd may give of an epoch: holds the newest
/// report until one of another time arrives, or none has come for `quiet`.
class ReadingHold {
public:
    using Instant = std::chrono::steady_clock::time_point;

    static constexpr std::chrono::milliseconds quiet{300};

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
    Instant since_{};
};

} // namespace lanterne::hal::linux_system
