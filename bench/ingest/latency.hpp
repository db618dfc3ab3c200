#pragma once

#include <vector>

#include "bench/ingest/options.hpp"

namespace lanterne::bench {

/// Ten thousand units at 1 Hz in batches of five, all matched and scored: publish to COMMIT.
std::vector<Row> latency(const Options& options);

} // namespace lanterne::bench
