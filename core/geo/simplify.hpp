#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "core/base/units.hpp"
#include "core/geo/plane.hpp"

namespace lanterne::geo {

/// Leaves out points of a line so that each lies within `tolerance` of the straight way between the
/// kept ones around it (Douglas and Peucker, 1973). The indexes of those that stay, ascending: the
/// first, the last, and whatever else the shape needs. A line of fewer than three points stays.
std::vector<std::size_t> simplified(std::span<const PlanePoint> line, Metres tolerance);

} // namespace lanterne::geo
