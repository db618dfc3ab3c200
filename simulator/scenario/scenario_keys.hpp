#pragma once

#include <span>

#include "core/exchange/race_keys.hpp"

namespace lanterne::simulator {

/// Every key that a scenario may have. docs/scenario.md has a row for each; a test compares them.
std::span<const exchange::RaceKey> scenario_keys();

} // namespace lanterne::simulator
