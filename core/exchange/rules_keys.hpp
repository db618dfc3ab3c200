#pragma once

#include <span>

#include "core/exchange/race_keys.hpp"

namespace lanterne::exchange {

/// The keys of race.toml that say how results are made. docs/race-folder.md has a row for each; a
/// test compares them.
std::span<const RaceKey> rules_keys();

} // namespace lanterne::exchange
