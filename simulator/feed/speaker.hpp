#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "hal/gnss_receiver.hpp"
#include "simulator/feed/nmea_port.hpp"

namespace lanterne::simulator {

/// Says readings as NMEA to a port on a thread of its own, as they are given: a reader that makes
/// it wait makes nobody else wait. Once somebody reads, a second of epochs without a fix goes
/// first, so that gpsd knows the cycle and loses no fix.
class Speaker {
public:
    /// Readings that were not said yet; beyond, the oldest goes.
    static constexpr std::size_t most_waiting = 64;
    /// Of wall time, for somebody to read the port.
    static constexpr std::chrono::seconds reader_patience{60};

    /// `least_gap`: of wall time between two epochs.
    explicit Speaker(std::unique_ptr<NmeaPort> port,
                     std::chrono::milliseconds least_gap = std::chrono::milliseconds{0});
    ~Speaker(); ///< what was not said is not said any more
    Speaker(Speaker&&) noexcept;

    /// Does not wait. A reading without a time is not said; one without a fix is said as such.
    void say(const hal::GnssReading& reading);

    /// Why it says nothing any more, if that is so.
    std::optional<std::string> fault() const;

    /// Readings that went unsaid because the reader was too slow.
    std::uint64_t dropped() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace lanterne::simulator
