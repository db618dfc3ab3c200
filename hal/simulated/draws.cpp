#include "hal/simulated/draws.hpp"

#include <cmath>
#include <numbers>

#include "core/base/elementary.hpp"

namespace lanterne::hal::simulated {

std::uint64_t mixed(std::uint64_t value) {
    value += 0x9e3779b97f4a7c15;
    value = (value ^ value >> 30) * 0xbf58476d1ce4e5b9;
    value = (value ^ value >> 27) * 0x94d049bb133111eb;
    return value ^ value >> 31;
}

double normal_of(double first, double second) {
    const double radius = std::sqrt(-2 * lanterne::log(1 - first));
    return radius * lanterne::cos(2 * std::numbers::pi * second);
}

double exponential_of(double mean, double uniform) { return -mean * lanterne::log(1 - uniform); }

} // namespace lanterne::hal::simulated
