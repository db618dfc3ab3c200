#pragma once

#include <cstdint>
#include <random>

namespace lanterne::hal::simulated {

/// A seeded source of numbers that gives the same ones everywhere: the distributions of the
/// standard library differ from one library to the next, so these are our own. One thread.
class Random {
public:
    /// Streams of the same seed are independent: one for each athlete, unit, noise.
    explicit Random(std::uint64_t seed, std::uint64_t stream = 0);

    std::uint64_t bits() { return engine_(); }

    double uniform(); ///< 0 to 1, 1 excluded

    double uniform(double low, double high) { return low + (high - low) * uniform(); }

    double normal(); ///< mean 0, standard deviation 1
    double exponential(double mean);

    bool chance(double probability) { return uniform() < probability; }

private:
    std::mt19937_64 engine_;
};

} // namespace lanterne::hal::simulated
