#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <string>

#include "core/exchange/fault.hpp"
#include "core/plan/act.hpp"
#include "core/plan/race_plan.hpp"

namespace lanterne::exchange {

/// The names that a race has, on any of its courses: acts may name these alone.
class RaceNames {
public:
    explicit RaceNames(const plan::RacePlan& plan);

    /// What the act names that the race does not have, and times that end before they begin. Adds
    /// to `faults`, at that line.
    void check(const plan::ActBody& body, UtcTime effective, std::size_t line,
               Faults& faults) const;

    using Names = std::set<std::string, std::less<>>;

    Names bibs, waves, legs, locations;
    std::map<std::string, std::set<std::uint32_t>, std::less<>> points; ///< id: its laps
};

} // namespace lanterne::exchange
