#pragma once

#include <string>

#include "core/base/result.hpp"
#include "core/plan/race_plan.hpp"
#include "simulator/day/drawn_units.hpp"
#include "simulator/run/run_settings.hpp"
#include "simulator/scenario/scenario.hpp"

namespace lanterne::simulator {

/// A race day that can begin.
struct Prepared {
    Scenario scenario;
    plan::RacePlan plan;
    UnitModel model; ///< all but its rate
};

/// Reads scenario, race folder and board, and holds them against each other. Every fault, a line
/// each.
Result<Prepared, std::string> prepare(const RunSettings& settings);

/// Where boards are, as an absolute path: as the settings say, else beside a folder above the
/// scenario or the race.
std::string boards_folder(const RunSettings& settings);

/// A race folder alone, as prepare() reads it.
Result<plan::RacePlan, std::string> read_plan(const std::string& folder);

} // namespace lanterne::simulator
