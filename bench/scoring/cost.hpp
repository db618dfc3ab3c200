#pragma once

#include "bench/scoring/options.hpp"

namespace lanterne::bench {

/// Time to match and score a fix and to score a whole race anew, and memory of an athlete.
std::vector<Row> cost(const Options& options);

} // namespace lanterne::bench
