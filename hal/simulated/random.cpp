#include "hal/simulated/random.hpp"

#include "hal/simulated/draws.hpp"

namespace lanterne::hal::simulated {

Random::Random(std::uint64_t seed, std::uint64_t stream) : engine_{begin_of(seed, stream)} {}

double Random::uniform() { return uniform_of(engine_()); }

double Random::normal() {
    const double first = uniform(); // drawn first, everywhere
    return normal_of(first, uniform());
}

double Random::exponential(double mean) { return exponential_of(mean, uniform()); }

} // namespace lanterne::hal::simulated
