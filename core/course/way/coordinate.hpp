#pragma once

#include <cstddef>

namespace lanterne::course::coordinate {

/// What a state of the way holds, in its order.
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

} // namespace lanterne::course::coordinate
