#pragma once

#include "bench/scoring/options.hpp"

namespace lanterne::bench {

/// What a known lap counter gets wrong (CrossMgr's list): a slow lap, a stray read, the first lap
/// missed, a double read. Each by fixes alone, and with chips beside them.
std::vector<Row> known_failures(const Options& options);

} // namespace lanterne::bench
