#pragma once

#include "hal/clock.hpp"

namespace lanterne::hal::linux_system {

/// The system's clocks. Any thread.
class Clock final : public hal::Clock {
public:
    UtcTime utc() const override;
    std::chrono::steady_clock::time_point steady() const override;
    std::string boot_id() const override;
};

} // namespace lanterne::hal::linux_system
