#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/plan/race_plan.hpp"
#include "hal/simulated/random.hpp"
#include "simulator/athletes/behaviour.hpp"

namespace lanterne::truth {

/// A race on a course that has made other systems count wrong.
struct Shape {
    std::string name;     ///< a word, for options
    plan::RacePlan truth; ///< with the course as it lies on the ground; without entries
    /// What one of its athletes does.
    simulator::Behaviour (*behave)(const course::Course&, hal::simulated::Random&);
    bool turns_off = false; ///< behind the finish, whoever does not cool down on the course
};

/// The race as an organiser would define it: with lines drawn wrong by 3 m over 200 m, gates where
/// they truly stand, and entries 1 to `entries` in its first wave. Its timing points have the
/// indexes of the true ones.
plan::RacePlan as_drawn(const plan::RacePlan& truth, std::uint64_t seed, int entries);

} // namespace lanterne::truth
