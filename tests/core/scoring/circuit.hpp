#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/plan/race_plan.hpp"
#include "core/scoring/race.hpp"

namespace lanterne::scoring::drawn {

inline constexpr double circuit_m = 1'200; ///< of one lap

/// A round course of 1,200 m on foot, gone that many times: a start, a gate "lap" at the end of
/// each lap but the last, the finish "F" at the end of that.
plan::RacePlan circuit(std::uint32_t laps, const std::vector<std::string>& bibs);

/// The fixes, one a second, of somebody who takes so many seconds for each lap, at an even speed,
/// from the gun on; `until`: the unit falls silent so many seconds after the gun.
std::vector<Fix> laps_of(const std::vector<double>& seconds, std::optional<double> until = {});

/// "1@300.0 2@600.0": the passages behind the start by number of the lap, one decimal; a ~ after
/// the number where nobody saw it.
std::string laps_passed(const Race& race, std::string_view bib);

/// A chip read of that bib at the gate of each lap (or at the finish), that many seconds after the
/// gun.
plan::Act chip(std::int64_t number, std::string_view bib, double seconds,
               std::string_view point = "lap", std::string_view clock = "mat");

} // namespace lanterne::scoring::drawn
