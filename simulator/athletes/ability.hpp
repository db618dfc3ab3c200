#pragma once

#include <vector>

#include "core/course/course.hpp"
#include "core/plan/race_plan.hpp"
#include "hal/simulated/small_random.hpp"
#include "simulator/athletes/field_settings.hpp"

namespace lanterne::simulator {

/// What somebody can do on a leg.
struct Ability {
    double flat_mps = 0;  ///< fresh, on the flat, on foot or in the water
    double power_w = 0;   ///< of a rider, fresh: what can be held for the race
    double mass_kg = 0;   ///< of a rider, with the bike
    double reserve_j = 0; ///< of a rider: work above that power, until it is used up
    double nerve_mps = 0; ///< of a rider: faster is braked, downhill
    double tiring = 0; ///< by how much the logarithm of the pace (of a rider's power) falls in an
                       ///< hour
};

/// One for each leg. Good swimmers tend to be good runners, for half of the variance; in a relay
/// each leg is somebody else's.
std::vector<Ability> abilities(const course::Course& course, const plan::Entry& entry,
                               const FieldSettings& settings, hal::simulated::SmallRandom& random);

} // namespace lanterne::simulator
