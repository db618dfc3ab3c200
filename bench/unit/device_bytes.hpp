#pragma once

#include <vector>

#include "bench/unit/row.hpp"

namespace lanterne::bench {

/// What the journal writes to the card for each fix, when each fifth or each one is made certain.
/// Not measurable where no disk may be mounted.
std::vector<Row> device_bytes(const Plan& plan);

} // namespace lanterne::bench
