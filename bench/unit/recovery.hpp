#pragma once

#include <vector>

#include "bench/unit/row.hpp"

namespace lanterne::bench {

/// How long a new process takes to read a day's journal.
std::vector<Row> recovery(const Plan& plan);

} // namespace lanterne::bench
