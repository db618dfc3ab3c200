#pragma once

#include <cstdint>
#include <vector>

#include "bench/report/row.hpp"

namespace lanterne::bench {

struct DayOptions {
    bool quick = false;
    std::uint64_t seed = 1;
};

/// How many units one core carries at true pace, with a real broker, ingest and PostgreSQL on the
/// other.
std::vector<Row> true_pace(const DayOptions& options);

/// How long a race of 200 athletes and five hours takes as fast as it goes, until the last fix has
/// its receipt, and that nothing is lost or doubled.
std::vector<Row> as_fast_as_it_goes(const DayOptions& options);

/// That two runs of the same seed leave the same journals, truth and results.
std::vector<Row> same_bytes(const DayOptions& options);

} // namespace lanterne::bench
