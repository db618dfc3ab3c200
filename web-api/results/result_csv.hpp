#pragma once

#include <string>
#include <vector>

#include "web-api/results/result_store.hpp"

namespace lanterne::web {

/// Tables of RFC 4180 for spreadsheets, in the order of the rows; what is not known is empty, and
/// no text begins a formula.

/// GET /api/v1/races/:slug/standings.csv
std::string standings_csv(const std::vector<StandingRow>& standings);

/// GET /api/v1/races/:slug/passages.csv
std::string passages_csv(const std::vector<PassageRow>& passages);

} // namespace lanterne::web
