#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <vector>

#include "hal/gnss_receiver.hpp"
#include "simulator/feed/nmea_port.hpp"

namespace lanterne::simulator {

/// How fast a recording is played.
struct Pace {
    /// 1: as it was recorded; 15: fifteen times as fast; 0: as fast as the reader takes it (pty
    /// alone).
    double speed = 1;
    /// Epochs without a fix beforehand, 0.1 s apart, as a receiver says them while it looks for
    /// satellites. They let gpsd open the port, flush it and learn the cycle, so that no fix is
    /// lost at the start.
    int warm_up_epochs = 10;
};

/// Plays readings (each with its time, ascending) to a port. `stop` is asked before each epoch.
/// Answers the epochs played.
std::size_t play(std::span<const hal::GnssReading> readings, NmeaPort& port, const Pace& pace,
                 const std::function<bool()>& stop);

/// The same readings, each with its time, with the first one at `start`. Empty stays empty.
std::vector<hal::GnssReading> redated(std::vector<hal::GnssReading> readings, UtcTime start);

} // namespace lanterne::simulator
