#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "core/exchange/race_keys.hpp"

namespace lanterne::exchange {

/// The kinds of act, as `kind = "..."` says them, in the order of plan::ActBody's alternatives.
std::span<const std::string_view> act_kinds();

/// The keys that an act of each kind may have (`table` is the kind), and those of every act
/// (`table` is empty). docs/acts.md has a row for each; a test compares them.
std::span<const RaceKey> act_keys();

/// The columns that a file of reads may have; the first must be there.
std::span<const std::string_view> read_columns();

} // namespace lanterne::exchange
