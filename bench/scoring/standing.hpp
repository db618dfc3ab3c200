#pragma once

#include "bench/scoring/options.hpp"

namespace lanterne::bench {

/// Ten minutes of standing 0, 3, 5 and 10 m before a gate.
std::vector<Row> standing(const Options& options);

} // namespace lanterne::bench
