#pragma once

#include <vector>

#include "bench/unit/row.hpp"

namespace lanterne::bench {

/// Messages that a unit sends which knows its course, against one that predicts straight on, when
/// both keep the server equally well informed.
std::vector<Row> messages(const Plan& plan);

} // namespace lanterne::bench
