#include "hal/simulated/battery.hpp"

#include <algorithm>
#include <cmath>

namespace lanterne::hal::simulated {
namespace {

constexpr double empty_volts = 3.3;
constexpr double full_volts = 4.2;

/// A hair above the step, or 0.58 would be read as 57 steps of 0.01.
double rounded_down(double charge, double step) {
    return step > 0 ? std::min(1.0, std::floor(charge / step + 1e-9) * step) : charge;
}

} // namespace

void Battery::pass(std::chrono::milliseconds time, double draw_mw) {
    const double hours = std::chrono::duration<double, std::ratio<3600>>{time}.count();
    cell_.charge = std::clamp(cell_.charge - hours * draw_mw / cell_.capacity_mwh, 0.0, 1.0);
    charging_ = draw_mw < 0;
}

std::optional<BatteryReading> Battery::read() {
    if (!answers_) {
        return std::nullopt;
    }
    return BatteryReading{.charge = rounded_down(cell_.charge, cell_.gauge_step),
                          .volts = empty_volts + (full_volts - empty_volts) * cell_.charge,
                          .charging = charging_};
}

} // namespace lanterne::hal::simulated
