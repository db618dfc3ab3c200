#pragma once

#include <string>

#include "web-api/results/splits.hpp"

namespace lanterne::web {

/// GET /api/v1/races/:slug/splits
std::string splits_json(const SplitMatrix& matrix, const ResultStamp& stamp);

/// GET /api/v1/races/:slug/splits.csv: a line an entry, its time since the start at each timing
/// point as results show it.
std::string splits_csv(const SplitMatrix& matrix);

} // namespace lanterne::web
