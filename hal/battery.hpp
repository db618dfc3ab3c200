#pragma once

#include <optional>

namespace lanterne::hal {

/// What a fuel gauge says; what it does not say is absent.
struct BatteryReading {
    std::optional<double> charge; ///< 0 to 1 of what the battery holds when full
    std::optional<double> volts;  ///< at the battery, 0 to 100
    std::optional<bool> charging; ///< true on a charger
};

/// The unit's battery. One thread uses it.
struct Battery {
    virtual ~Battery() = default;
    /// Nothing when there is no gauge or it cannot be read now: the forecast then stands on the
    /// board's power model alone. Never waits longer than a file read.
    virtual std::optional<BatteryReading> read() = 0;
};

} // namespace lanterne::hal
