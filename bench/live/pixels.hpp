#pragma once

#include <vector>

#include "bench/live/options.hpp"
#include "bench/report/row.hpp"

namespace lanterne::bench {

/// How old a fix of a real unit is when Chromium draws by it, and where the time goes.
std::vector<Row> pixels(const Options& options);

} // namespace lanterne::bench
