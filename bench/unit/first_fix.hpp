#pragma once

#include <vector>

#include "bench/unit/row.hpp"

namespace lanterne::bench {

/// How soon the first epoch that gpsd tells a new process is in its journal's file.
std::vector<Row> first_fix(const Plan& plan);

} // namespace lanterne::bench
