#pragma once

#include <vector>

#include "bench/unit/row.hpp"

namespace lanterne::bench {

/// What a journal loses, or gets wrong, when power is cut everywhere in a recorded run, or the card
/// is damaged.
std::vector<Row> power_cuts(const Plan& plan);

} // namespace lanterne::bench
