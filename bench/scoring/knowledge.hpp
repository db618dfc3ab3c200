#pragma once

#include "bench/scoring/options.hpp"

namespace lanterne::bench {

/// What each piece of the oracle's knowledge is worth: its error of times without it, beside its
/// error with all, over passages that each of them has timed. Rows without goals; nothing is
/// scored.
std::vector<Row> knowledge(const Options& options);

} // namespace lanterne::bench
