#pragma once

#include <span>
#include <vector>

#include "core/base/ids.hpp"
#include "core/scoring/record/record.hpp"

namespace lanterne::scoring {

/// Two passages that differ by less than so many standard deviations of their difference are not
/// separated: 95 % of two that were at once differ by less.
inline constexpr double separated_deviations = 1.96;

/// `shared_variance_ms2`: of the error that both have in common, because one clock timed both; it
/// cancels in the difference.
bool are_separated(const Passage& a, const Passage& b, double shared_variance_ms2 = 0);

} // namespace lanterne::scoring
