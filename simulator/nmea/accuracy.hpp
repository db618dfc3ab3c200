#pragma once

namespace lanterne::simulator::nmea {

/// gpsd 3.22 makes its eph of the HDOP alone, 19 m each; GST does not reach the TPV (both
/// measured).
inline constexpr double eph_per_hdop_m = 19;

} // namespace lanterne::simulator::nmea
