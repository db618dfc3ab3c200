#pragma once

#include <vector>

#include "bench/ingest/options.hpp"

namespace lanterne::bench {

/// How fast the store takes each fix exactly once, beside rows that are only written; what it costs
/// both sides, and the room it takes on disk.
std::vector<Row> store(const Options& options);

} // namespace lanterne::bench
