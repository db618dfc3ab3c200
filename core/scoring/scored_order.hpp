#pragma once

#include <vector>

#include "core/base/fix.hpp"

namespace lanterne::scoring {

/// The total order in which fixes are scored: by time; of equal times the better first, and only
/// the first counts.
bool is_scored_before(const Fix& a, const Fix& b);
/// Into that order; quick where they are in it already, as most are.
void sort_as_scored(std::vector<Fix>& fixes);

} // namespace lanterne::scoring
