#pragma once

#include <array>
#include <cstdint>

namespace lanterne::hal::simulated {

/// A seeded source of numbers like Random, in 32 bytes where Random takes 2.5 KB: for what there
/// are thousands of. xoshiro256** (Blackman and Vigna 2018, "Scrambled linear pseudorandom number
/// generators"). The same numbers everywhere. One thread.
class SmallRandom {
public:
    using State = std::array<std::uint64_t, 4>;

    /// Streams of the same seed are independent: one for each athlete, unit, noise.
    explicit SmallRandom(std::uint64_t seed, std::uint64_t stream = 0);

    /// Not all of it 0.
    explicit SmallRandom(const State& state) : state_{state} {}

    std::uint64_t bits();

    double uniform(); ///< 0 to 1, 1 excluded

    double uniform(double low, double high) { return low + (high - low) * uniform(); }

    double normal(); ///< mean 0, standard deviation 1
    double exponential(double mean);

    bool chance(double probability) { return uniform() < probability; }

private:
    State state_;
};

} // namespace lanterne::hal::simulated
