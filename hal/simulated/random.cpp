#include "hal/simulated/random.hpp"

#include <cmath>
#include <numbers>

#include "core/base/elementary.hpp"

namespace lanterne::hal::simulated {
namespace {

// SplitMix64 (Steele, Lea, Flood 2014): neighbouring seeds and streams end far apart.
std::uint64_t mixed(std::uint64_t value) {
    value += 0x9e3779b97f4a7c15;
    value = (value ^ value >> 30) * 0xbf58476d1ce4e5b9;
    value = (value ^ value >> 27) * 0x94d049bb133111eb;
    return value ^ value >> 31;
}

} // namespace

Random::Random(std::uint64_t seed, std::uint64_t stream) : engine_{mixed(mixed(seed) + stream)} {}

double Random::uniform() {
    return static_cast<double>(engine_() >> 11) * 0x1p-53; // the 53 bits that a double holds
}

// Box and Muller 1958; the second number is left unused, so that each call costs the same bits.
double Random::normal() {
    const double radius = std::sqrt(-2 * lanterne::log(1 - uniform()));
    return radius * lanterne::cos(2 * std::numbers::pi * uniform());
}

double Random::exponential(double mean) { return -mean * lanterne::log(1 - uniform()); }

} // namespace lanterne::hal::simulated
