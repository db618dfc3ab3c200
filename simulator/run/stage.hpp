#pragma once

#include <cstddef>
#include <string>

#include "core/base/result.hpp"
#include "core/base/time.hpp"
#include "simulator/run/run_settings.hpp"

namespace lanterne::simulator {

/// Prints the race folder's entries.csv for that many athletes (see crowd). Answers the exit code.
int print_entries(const std::string& folder, std::size_t count);

struct StageSettings {
    RunSettings run;  ///< what is staged: scenario or race folder, speed
    std::string into; ///< folder; made where there is none
    UtcTime gun;      ///< by the clock on the wall, of the race's start
};

/// Writes the race folder of a rehearsal: its entries as the scenario has them, its clock set. What
/// ingest and simulator are given, so that they agree. Answers the exit code.
int stage(const StageSettings& settings);

/// race.toml's text with that [rehearsal] instead of its own.
std::string with_rehearsal(const std::string& race_toml, UtcTime wall_start, double rate);

} // namespace lanterne::simulator
