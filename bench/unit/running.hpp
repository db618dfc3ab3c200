#pragma once

#include <vector>

#include "bench/unit/row.hpp"

namespace lanterne::bench {

/// What the running program takes of the machine: memory, and processor time at one and at ten
/// fixes a second.
std::vector<Row> running(const Plan& plan);

} // namespace lanterne::bench
