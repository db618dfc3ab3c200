#pragma once

#include <array>
#include <cstddef>

#include "core/course/way/way_filter.hpp"

namespace lanterne::course {

/// What a state holds, in its order.
namespace coordinate {
enum : std::size_t {
    along,
    speed,
    error_east,
    error_north,
    right,
    drift,
    burst_east,
    burst_north,
    mean
};
} // namespace coordinate

/// A state's numbers, or as many others; and what belongs to each two of them.
using WayVector = std::array<double, WayState::size>;
using WayMatrix = std::array<WayVector, WayState::size>;

WayVector times(const WayMatrix& p, const WayVector& v);
double dot_of(const WayVector& a, const WayVector& b);

} // namespace lanterne::course
