#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "bench/ingest/options.hpp"

namespace lanterne::bench {

/// What the whole ingest took for what the broker had for it.
struct WholeRun {
    std::size_t fixes = 0;
    std::optional<double> fixes_a_second; ///< from its first COMMIT to its last, if it made two
    double ours_us = 0;                   ///< of a core, a fix: the ingest
    double server_us = 0;                 ///< all processes of PostgreSQL
    double broker_us = 0;
};

/// So many riders of one race with so many fixes each, ten a batch, matched and scored. The ingest
/// has a core, broker and PostgreSQL another.
WholeRun run_whole(const Options& options, int riders, std::size_t fixes_each);

/// The whole ingest: fixes a second, and what a fix costs.
std::vector<Row> whole(const Options& options);

} // namespace lanterne::bench
