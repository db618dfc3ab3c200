#pragma once

#include <string>
#include <string_view>

#include "core/base/time.hpp"
#include "hal/gnss_receiver.hpp"

namespace lanterne::simulator::nmea {

/// Frames a sentence's body: "GPGGA,..." becomes "$GPGGA,...*hh\r\n" with the checksum of NMEA
/// 0183.
std::string framed(std::string_view body);

/// One epoch as a receiver says it, in NMEA 0183 4.1: RMC (date, speed, course), GSA (2D or 3D),
/// GGA (position, altitude, and the accuracy as the HDOP that makes gpsd say the same). In this
/// order, because gpsd 3.22 then gives one TPV an epoch and misses not even the first: GGA before
/// the first RMC has no date (measured). Minutes have seven decimals, so that a millionth of a
/// degree comes back exactly. The reading must have its time.
std::string epoch_with_fix(const hal::GnssReading& reading);

/// One epoch of a receiver that knows the time but has no position yet.
std::string epoch_without_fix(UtcTime time);

} // namespace lanterne::simulator::nmea
