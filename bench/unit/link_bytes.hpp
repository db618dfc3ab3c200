#pragma once

#include <vector>

#include "bench/unit/row.hpp"

namespace lanterne::bench {

/// Bytes both ways for each hour of an athlete, at one message each 5 s over TLS: what a mobile
/// network would count.
std::vector<Row> link_bytes(const Plan& plan);

} // namespace lanterne::bench
