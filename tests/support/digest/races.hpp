#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/fix.hpp"
#include "core/plan/act.hpp"
#include "core/plan/race_plan.hpp"
#include "core/scoring/race.hpp"

namespace lanterne::digest {

/// A race and what its receivers said, an entry each.
struct PlayedRace {
    plan::RacePlan plan;
    std::vector<std::vector<Fix>> fixes;
};

/// Races of twelve on courses with laps, shared roads, crossings and three sports, with noisy
/// receivers and silences.
std::vector<PlayedRace> played_races(std::uint64_t seed);

scoring::Race scored(const PlayedRace& played, std::vector<plan::Act> acts);

/// A race that was run and scored, and what its results come to.
struct ScoredRace {
    std::string name;
    std::string digest;
    std::size_t passages = 0;
};

/// Those races, each without acts of officials and with all of acts_on(): the same on every
/// machine, if scoring is.
std::vector<ScoredRace> scored_races(std::uint64_t seed);

} // namespace lanterne::digest
