#pragma once

#include "core/base/time.hpp"

namespace lanterne::scoring {

/// Two times that differ by less than so many standard deviations of their difference are not
/// separated: of two that were at once 95 % differ by less.
inline constexpr double separated_deviations = 1.96;

/// True when chance may have made the difference of two times, or there is none. `variance_ms2` is
/// the difference's, in ms².
bool may_be_chance(Milliseconds apart, double variance_ms2);

} // namespace lanterne::scoring
