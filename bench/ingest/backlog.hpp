#pragma once

#include <vector>

#include "bench/ingest/options.hpp"

namespace lanterne::bench {

/// A million fixes at once from five thousand units that were away, while others go on live.
std::vector<Row> backlog(const Options& options);

} // namespace lanterne::bench
