#pragma once

#include <vector>

#include "core/course/checks/finding.hpp"

namespace lanterne::course {

/// Two neighbours of a line that are much farther apart than its others: a piece is missing. Swims
/// are left out, buoys lie far apart.
std::vector<Finding> find_gaps(const Course& course, std::size_t leg);

/// A line that turns back on itself again and again within a few metres: somebody stood there while
/// it was recorded.
std::vector<Finding> find_zigzags(const Course& course, std::size_t leg);

/// Heights that jump, and gradients that no road has.
std::vector<Finding> find_heights(const Course& course, std::size_t leg);

/// Laps that are over before enough fixes came to tell them apart.
std::vector<Finding> find_short_laps(const Course& course, std::size_t leg,
                                     const Expected& expected);

/// Metres per second that the fastest keep up in that sport.
double fast_mps(Sport sport);

} // namespace lanterne::course
