#pragma once

#include <vector>

#include "bench/report/row.hpp"

namespace lanterne::bench {

struct MemoryOptions {
    bool quick = false;
};

/// What a unit of the real firmware holds of the heap, after hours at a fix a second with receipts.
std::vector<Row> memory(const MemoryOptions& options);

} // namespace lanterne::bench
