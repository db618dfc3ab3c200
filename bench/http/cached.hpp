#pragma once

#include <vector>

#include "bench/http/options.hpp"
#include "bench/report/row.hpp"

namespace lanterne::bench {

/// An answer from the cache beside nginx's of as many bytes, on the same core, in turns; and one
/// that asks PostgreSQL each time.
std::vector<Row> cached(const HttpOptions& options);

} // namespace lanterne::bench
