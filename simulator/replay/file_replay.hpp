#pragma once

#include <string>

#include "simulator/replay/replay_source.hpp"

namespace lanterne::simulator {

/// A GPX track with times, as one unit; all of it is in memory (exchange::max_gpx_points).
ReplaySources open_gpx(const std::string& path, const UnitSerial& unit);

/// A log of NMEA 0183 as a receiver said it (RMC and GGA), as one unit, read line by line. Lines
/// that are damaged are left out; a file with none that can be read is refused.
ReplaySources open_nmea_log(const std::string& path, const UnitSerial& unit);

} // namespace lanterne::simulator
