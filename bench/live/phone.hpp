#pragma once

#include <vector>

#include "bench/live/options.hpp"
#include "bench/report/row.hpp"

namespace lanterne::bench {

/// What the user of a slow phone on a mobile line waits for, of a live race of 500.
std::vector<Row> phone(const Options& options);

} // namespace lanterne::bench
