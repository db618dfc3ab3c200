#pragma once

#include <chrono>

#include "core/base/time.hpp"

namespace lanterne::simulator {

/// What the program's clock on the wall says.
inline UtcTime wall_clock() {
    return std::chrono::time_point_cast<Milliseconds>(std::chrono::system_clock::now());
}

} // namespace lanterne::simulator
