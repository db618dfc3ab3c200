#pragma once

#include <vector>

#include "bench/unit/row.hpp"

namespace lanterne::bench {

/// Bytes of a batch's payload for each of its ten fixes, on the recorded ride.
std::vector<Row> payload(const Plan& plan);

} // namespace lanterne::bench
