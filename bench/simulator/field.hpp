#pragma once

#include <vector>

#include "bench/report/row.hpp"

namespace lanterne::bench {

/// What 10,000 athletes and their receivers cost: time of one core for each of them and second of
/// the race, and memory.
std::vector<Row> field();

} // namespace lanterne::bench
