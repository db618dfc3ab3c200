#pragma once

#include <chrono>

#include "core/base/time.hpp"

namespace lanterne::hal {

/// The two clocks of a unit. Only hal and main ever ask the system for the time.
struct Clock {
    virtual ~Clock() = default;
    /// What happened when; may jump. In a rehearsal race time.
    virtual UtcTime utc() const = 0;
    /// For waiting; never goes back, always wall time.
    virtual std::chrono::steady_clock::time_point steady() const = 0;
};

} // namespace lanterne::hal
