#pragma once

#include <cstdint>

namespace lanterne::hal::simulated {

// What sources of random numbers share. They give the same numbers everywhere: the distributions of
// the standard library differ from one library to the next.

/// SplitMix64 (Steele, Lea, Flood 2014): neighbouring values end far apart.
std::uint64_t mixed(std::uint64_t value);

/// Where a source of that seed and stream begins.
inline std::uint64_t begin_of(std::uint64_t seed, std::uint64_t stream) {
    return mixed(mixed(seed) + stream);
}

/// 0 to 1, 1 excluded, of 64 random bits.
constexpr double uniform_of(std::uint64_t bits) {
    return static_cast<double>(bits >> 11) * 0x1p-53; // the 53 bits that a double holds
}

/// Mean 0, standard deviation 1, of two numbers from 0 to 1, 1 excluded (Box and Muller 1958; the
/// second number that they give is left unused, so that each call costs the same bits).
double normal_of(double first, double second);

/// Of a number from 0 to 1, 1 excluded.
double exponential_of(double mean, double uniform);

} // namespace lanterne::hal::simulated
