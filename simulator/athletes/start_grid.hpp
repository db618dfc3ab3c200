#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/plan/race_plan.hpp"
#include "simulator/athletes/racer.hpp"

namespace lanterne::simulator {

/// What stands between an athlete's name and the others': the same for a bib in every plan.
std::uint64_t stream_of(const plan::Entry& entry);

/// Where and when each entry of the plan starts, in the plan's order. Those of a wave stand behind
/// the line in rows, faster ones rather in front, and set off row by row; a slot is for one alone.
std::vector<Racer::Start> start_grid(const plan::RacePlan& plan,
                                     const std::vector<double>& strengths, std::uint64_t seed);

} // namespace lanterne::simulator
