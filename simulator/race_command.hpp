#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/base/ids.hpp"
#include "core/base/time.hpp"

namespace lanterne::simulator {

/// An athlete who wears a real unit: the simulator is only its receiver.
struct Feed {
    Bib bib;
    std::string address; ///< see open_nmea_port
};

struct RaceSettings {
    std::string folder; ///< race folder
    std::string broker_host = "127.0.0.1";
    std::uint16_t broker_port = 1883;
    std::uint64_t seed = 1;
    std::optional<double>
        speed;         ///< race time over wall time; nothing: the folder's rehearsal, else 1
    std::string truth; ///< file; empty: not written
    std::vector<Feed> feeds;
    double interval_s = 1; ///< race time between fixes
    double feed_interval_s = 2;
};

/// The wall clock, given by main.
using WallClock = std::function<UtcTime()>;

/// Reads the folder and says its faults; runs nothing. Answers the exit code.
int check_race(const RaceSettings& settings);

/// Prints the folder's entries.csv for that many athletes (see crowd). Answers the exit code.
int print_entries(const std::string& folder, std::size_t count);

/// Runs the units of a race folder until the last athlete is in and every fix has its receipt, or
/// `stop`. Race time is the folder's rehearsal clock; without one the race starts 5 s of wall time
/// from now. Answers the exit code.
int simulate_race(const RaceSettings& settings, const WallClock& now,
                  const std::function<bool()>& stop);

} // namespace lanterne::simulator
