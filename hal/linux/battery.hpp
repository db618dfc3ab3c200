#pragma once

#include <filesystem>
#include <string>

#include "hal/battery.hpp"

namespace lanterne::hal::linux_system {

/// The gauge that the kernel shows as a folder under class/power_supply. A file that is missing or
/// says what cannot be is as good as not there. The charge is that of charge_now of charge_full,
/// else of energy_now of energy_full, because these are finer than whole percents; where that
/// differs from `capacity` by more than 5 percent, the gauge's own percents count.
class Battery final : public hal::Battery {
public:
    /// `sysfs` is /sys but in tests.
    explicit Battery(const std::string& gauge, const std::filesystem::path& sysfs = "/sys")
        : folder_{sysfs / "class/power_supply" / gauge} {}

    std::optional<BatteryReading> read() override;

private:
    std::optional<double> share(const char* now, const char* full) const;
    std::optional<double> charge() const;
    std::optional<double> volts() const;
    std::optional<bool> charging() const;

    std::filesystem::path folder_;
};

} // namespace lanterne::hal::linux_system
