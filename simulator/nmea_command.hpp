#pragma once

#include <functional>
#include <optional>
#include <string>

#include "core/base/time.hpp"

namespace lanterne::simulator {

struct NmeaSettings {
    std::string track;            ///< a GPX file
    std::string to;               ///< see open_nmea_port
    double speed = 1;             ///< 0: as fast as the reader takes it
    std::optional<UtcTime> start; ///< new time of the first point
    double wait_s = 60;           ///< for a reader
};

/// Plays a GPX track as a receiver would say it. Answers the exit code; says on stderr what went
/// wrong.
int play_track(const NmeaSettings& settings, const std::function<bool()>& stop);

} // namespace lanterne::simulator
