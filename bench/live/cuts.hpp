#pragma once

#include <vector>

#include "bench/live/options.hpp"
#include "bench/report/row.hpp"

namespace lanterne::bench {

/// Ten thousand times a spectator's line is cut at any byte of any message, and he comes back with
/// what he had last: a real lanterne-web on a real broker and database. What he missed and what he
/// was told twice, of messages and of events.
std::vector<Row> cuts(const Options& options);

} // namespace lanterne::bench
