#pragma once

#include <chrono>
#include <functional>

#include "core/base/time.hpp"

namespace lanterne::ingest {

using SteadyTime = std::chrono::steady_clock::time_point;

/// The two clocks of the ingest; main.cpp alone asks the system.
struct Clock {
    std::function<UtcTime()> wall;      ///< what happened when; may jump
    std::function<SteadyTime()> steady; ///< for waiting; never goes back
};

} // namespace lanterne::ingest
