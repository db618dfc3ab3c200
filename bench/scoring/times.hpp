#pragma once

#include "bench/scoring/options.hpp"

namespace lanterne::bench {

/// Errors of times by stratum beside the oracle's and raw interpolation's; the share of truth
/// inside the 95 % interval, and how wide it is; when a swim ended.
std::vector<Row> times(const Options& options);

} // namespace lanterne::bench
