#pragma once

#include <vector>

#include "bench/live/options.hpp"
#include "bench/report/row.hpp"

namespace lanterne::bench {

/// What a frame of 2 KB to each of 5,000 spectators costs the processor, beside the least that it
/// can cost and what others ask for it.
std::vector<Row> cost(const Options& options);

} // namespace lanterne::bench
