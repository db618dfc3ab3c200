#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "core/base/ids.hpp"
#include "simulator/run/run_settings.hpp"

namespace lanterne::simulator {

/// What somebody asks for who plays a recording through the firmware.
struct ReplaySettings {
    std::string recording;        ///< see open_replay
    UnitSerial unit;              ///< who recorded a single file
    std::string race_folder;      ///< for its clock; empty: the wall's own
    std::optional<UtcTime> start; ///< race time of the earliest reading; nothing: as it was where
                                  ///< there is a race, else in some seconds
    std::optional<double> speed;  ///< race time over wall time
    BrokerSettings broker;
    std::uint64_t seed = 1;
    std::string cards = "/tmp"; ///< folder on the disk that holds the units' cards
    std::string units;          ///< file for what each unit numbered; empty: not written
    double patience_s = 60;     ///< of wall time, for the last receipts
    std::string program;        ///< and its version
};

/// Gives what was recorded to the real firmware, each unit what was its own, until all of it has
/// its receipt, or `stop`. From the main thread. Answers the exit code; throws std::runtime_error,
/// in one line, for what failed.
int replay(const ReplaySettings& settings, const WallClock& now, const std::function<bool()>& stop);

} // namespace lanterne::simulator
