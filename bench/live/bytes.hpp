#pragma once

#include <vector>

#include "bench/live/options.hpp"
#include "bench/report/row.hpp"

namespace lanterne::bench {

/// What a second of a race of 1,000 costs a spectator on the line: told by the hub's own channel
/// from frames as an ingest would send them, each athlete anew each second with 3 m of noise.
std::vector<Row> bytes(const Options& options);

} // namespace lanterne::bench
