#pragma once

#include "bench/scoring/options.hpp"

namespace lanterne::bench {

/// Athletes with anything wrong, at one fix a second and 3 m, and at 10 and 30 s and 8 m.
std::vector<Row> wrong(const Options& options);

} // namespace lanterne::bench
