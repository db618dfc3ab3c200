#pragma once

#include "bench/scoring/options.hpp"

namespace lanterne::bench {

/// What a turn of the ingest asks of a race beside matching, when ten of its entries sent fixes.
std::vector<Row> turn(const Options& options);

} // namespace lanterne::bench
