#include <cstdint>

#include <fmt/format.h>

#include "tests/support/digest/races.hpp"

// Prints what races come to, one a line: what one machine prints, every machine must.
int main() {
    for (std::uint64_t seed = 1; seed <= 3; ++seed) {
        for (const auto& race : lanterne::digest::scored_races(seed)) {
            fmt::print("seed {}, {}, {} passages: {}\n", seed, race.name, race.passages,
                       race.digest);
        }
    }
}
