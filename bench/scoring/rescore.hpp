#pragma once

#include "bench/scoring/options.hpp"

namespace lanterne::bench {

/// Time to read a whole race from a PostgreSQL of its own and to score it anew.
std::vector<Row> rescore(const Options& options);

} // namespace lanterne::bench
