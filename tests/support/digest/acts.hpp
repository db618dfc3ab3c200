#pragma once

#include <vector>

#include "core/plan/act.hpp"
#include "core/scoring/race.hpp"

namespace lanterne::digest {

/// What officials might do to that race, of at least twelve: acts of every kind, with times made of
/// what the fixes alone say so far.
std::vector<plan::Act> acts_on(const scoring::Race& race);

} // namespace lanterne::digest
