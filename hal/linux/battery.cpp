#include "hal/linux/battery.hpp"

#include <algorithm>
#include <cmath>

#include "hal/linux/small_file.hpp"

namespace lanterne::hal::linux_system {
namespace {

constexpr std::int64_t most_micro_units = 1'000'000'000; ///< 1000 Ah or Wh: no athlete carries more
constexpr std::int64_t most_microvolts = 100'000'000;
/// A gauge learns what its battery holds: a little more than full is full.
constexpr double most_overfull = 1.1;
constexpr double most_apart = 0.05;

} // namespace

std::optional<double> Battery::share(const char* now, const char* full) const {
    const auto held = read_number(folder_ / now, 0, most_micro_units);
    const auto whole = read_number(folder_ / full, 1, most_micro_units);
    if (!held || !whole) {
        return std::nullopt;
    }
    const double part = static_cast<double>(*held) / static_cast<double>(*whole);
    return part <= most_overfull ? std::optional{std::min(part, 1.0)} : std::nullopt;
}

std::optional<double> Battery::charge() const {
    auto fine = share("charge_now", "charge_full");
    if (!fine) {
        fine = share("energy_now", "energy_full");
    }
    const auto percent = read_number(folder_ / "capacity", 0, 100);
    if (!percent) {
        return fine;
    }
    const double said = static_cast<double>(*percent) / 100;
    return fine && std::abs(*fine - said) <= most_apart ? fine : said;
}

std::optional<double> Battery::volts() const {
    const auto microvolts = read_number(folder_ / "voltage_now", 1, most_microvolts);
    return microvolts ? std::optional{static_cast<double>(*microvolts) * 1e-6} : std::nullopt;
}

std::optional<bool> Battery::charging() const {
    // "Full" and "Not charging" are what it says on a charger that has nothing more to give.
    const auto status = read_line(folder_ / "status");
    if (status == "Charging" || status == "Full" || status == "Not charging") {
        return true;
    }
    return status == "Discharging" ? std::optional{false} : std::nullopt;
}

std::optional<BatteryReading> Battery::read() {
    if (read_line(folder_ / "present") == "0") {
        return std::nullopt;
    }
    const BatteryReading reading{.charge = charge(), .volts = volts(), .charging = charging()};
    return reading.charge || reading.volts || reading.charging ? std::optional{reading}
                                                               : std::nullopt;
}

} // namespace lanterne::hal::linux_system
