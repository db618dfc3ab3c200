#pragma once

#include <vector>

#include "bench/live/options.hpp"
#include "bench/report/row.hpp"

namespace lanterne::bench {

/// Ten thousand spectators of a race of a thousand, at 1 Hz, by a real lanterne-web on one core:
/// how old the newest message is when it has come to the last of them.
std::vector<Row> scale(const Options& options);

} // namespace lanterne::bench
