#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/plan/race_plan.hpp"

namespace lanterne::simulator {

/// The first `count` entries of a race; where it has fewer, invented ones go on from the last bib,
/// each with a unit
/// ("crowd00013"), spread over the race's waves and categories. Same plan, same count: same
/// entries. At most plan::max_entries: std::invalid_argument.
std::vector<plan::Entry> crowd(const plan::RacePlan& plan, std::size_t count);

} // namespace lanterne::simulator
