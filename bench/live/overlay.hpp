#pragma once

#include <vector>

#include "bench/live/options.hpp"
#include "bench/report/row.hpp"

namespace lanterne::bench {

/// What 500 athletes cost a browser: each frame of map and profile, and each second's board.
std::vector<Row> overlay(const Options& options);

} // namespace lanterne::bench
