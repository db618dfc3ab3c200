#pragma once

#include <vector>

#include "core/course/checks/finding.hpp"

namespace lanterne::course {

/// At each turn of the line, the smallest short cut that can be seen: one that leaves the line by
/// more than three standard deviations of the noise, for long enough that a fix falls there. Who
/// turns back on an out-and-back road before the turn, by a noise of 3 m, must save 18 m and the
/// way between two fixes to be seen.
std::vector<Finding> find_short_cuts(const Course& course, std::size_t leg,
                                     const Expected& expected);

} // namespace lanterne::course
