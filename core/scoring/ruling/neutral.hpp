#pragma once

#include <vector>

#include "core/scoring/record/record.hpp"
#include "core/scoring/ruling/rulings.hpp"

namespace lanterne::scoring {

/// The time that does not count for that entry, by its passages: in order, apart from each other.
/// A stretch counts once both its ends are passed; where the way back over the clock makes an end
/// come before the begin, not at all. A cap cuts the end of its own act's span.
std::vector<Neutral> neutral_of(const Rulings& rulings, const EntryRecord& record);

} // namespace lanterne::scoring
