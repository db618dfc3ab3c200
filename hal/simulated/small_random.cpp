#include "hal/simulated/small_random.hpp"

#include <bit>

#include "hal/simulated/draws.hpp"

namespace lanterne::hal::simulated {
namespace {

// As its authors advise: a state drawn by a generator of another kind.
SmallRandom::State drawn(std::uint64_t begin) {
    SmallRandom::State state{};
    for (std::uint64_t& word : state) {
        word = mixed(begin);
        begin += 0x9e3779b97f4a7c15;
    }
    return state;
}

} // namespace

SmallRandom::SmallRandom(std::uint64_t seed, std::uint64_t stream)
    : state_{drawn(begin_of(seed, stream))} {}

std::uint64_t SmallRandom::bits() {
    const std::uint64_t result = std::rotl(state_[1] * 5, 7) * 9;
    const std::uint64_t shifted = state_[1] << 17;
    state_[2] ^= state_[0];
    state_[3] ^= state_[1];
    state_[1] ^= state_[2];
    state_[0] ^= state_[3];
    state_[2] ^= shifted;
    state_[3] = std::rotl(state_[3], 45);
    return result;
}

double SmallRandom::uniform() { return uniform_of(bits()); }

double SmallRandom::normal() {
    const double first = uniform(); // drawn first, everywhere
    return normal_of(first, uniform());
}

double SmallRandom::exponential(double mean) { return exponential_of(mean, uniform()); }

} // namespace lanterne::hal::simulated
