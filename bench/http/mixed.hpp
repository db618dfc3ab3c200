#pragma once

#include <vector>

#include "bench/http/options.hpp"
#include "bench/report/row.hpp"

namespace lanterne::bench {

/// What people ask for in a race, ten thousand times a second for a minute, whether or not the
/// server keeps up.
std::vector<Row> mixed(const HttpOptions& options);

} // namespace lanterne::bench
