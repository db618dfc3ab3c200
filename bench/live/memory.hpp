#pragma once

#include <vector>

#include "bench/live/options.hpp"
#include "bench/report/row.hpp"

namespace lanterne::bench {

/// What a spectator costs in memory: of the server while nothing is said, of the kernel when he
/// does not read.
std::vector<Row> memory(const Options& options);

} // namespace lanterne::bench
