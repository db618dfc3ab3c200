#pragma once

#include <vector>

#include "core/course/checks/finding.hpp"

namespace lanterne::course {

/// A line that lies on itself in so many places, or so often in one, is too tangled to be looked
/// at.
inline constexpr std::size_t max_overlap_places = 2'000'000;
inline constexpr std::size_t max_overlaps_at_once = 1'000; ///< as many as laps may be

/// Stretches of one lap that lie closer together than the noise: there the way before, not the
/// place, must tell them apart. And lines on which laps were drawn one after the other.
std::vector<Finding> find_overlaps(const Course& course, std::size_t leg, const Expected& expected);

/// Stretches on which this leg and a later one lie closer together than the noise: shared roads,
/// gone the same way or the other, which is ordinary and good to know. Not where they join, and not
/// one transition on another.
std::vector<Finding> find_shared_roads(const Course& course, std::size_t leg,
                                       const Expected& expected);

} // namespace lanterne::course
