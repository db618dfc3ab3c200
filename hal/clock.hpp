#pragma once

#include <chrono>
#include <string>

#include "core/base/time.hpp"

namespace lanterne::hal {

/// The clocks of a unit. Only hal and main ever ask the system for the time.
struct Clock {
    virtual ~Clock() = default;
    /// What happened when; may jump. In a rehearsal race time.
    virtual UtcTime utc() const = 0;
    /// For waiting; never goes back, always wall time. It begins anew with each boot.
    virtual std::chrono::steady_clock::time_point steady() const = 0;
    /// Names the boot: instants of steady() can be compared within one alone. Printable, at most
    /// 64 bytes; empty when the system does not say.
    virtual std::string boot_id() const = 0;
};

} // namespace lanterne::hal
