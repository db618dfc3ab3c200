#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace lanterne::digest {

/// A race that was run and scored, and what its results come to.
struct ScoredRace {
    std::string name;
    std::string digest;
    std::size_t passages = 0;
};

/// Races of twelve on courses with laps, shared roads, crossings and three sports, with noisy
/// receivers, silences and acts of officials: the same on every machine, if scoring is.
std::vector<ScoredRace> scored_races(std::uint64_t seed);

} // namespace lanterne::digest
