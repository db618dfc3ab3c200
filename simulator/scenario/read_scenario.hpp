#pragma once

#include <string_view>
#include <vector>

#include "core/base/result.hpp"
#include "core/exchange/fault.hpp"
#include "core/plan/race_plan.hpp"
#include "simulator/scenario/scenario.hpp"

namespace lanterne::simulator {

inline constexpr std::size_t max_stretches = 1'000; ///< and so many holes
inline constexpr std::size_t max_mishaps = 10'000;
inline constexpr std::size_t max_mishap_bibs = 1'000;

/// A scenario's text as a value. `file` names it in faults, and the race's folder is taken from its
/// own. Every fault at once, with its line; what is said of the race itself is looked at by
/// faults_beside().
Result<Scenario, std::vector<exchange::Fault>> read_scenario(std::string_view file,
                                                             std::string_view bytes);

/// What the scenario says that its race does not have: legs, metres beyond a lap's end, laps, bibs
/// (of the race as `athletes` has made it), a clock that goes at another speed. Sentences; none:
/// the two go together.
std::vector<std::string> faults_beside(const Scenario& scenario, const plan::RacePlan& plan);

} // namespace lanterne::simulator
