#pragma once

#include <cstddef>
#include <vector>

#include "core/plan/race_plan.hpp"
#include "simulator/athletes/reception.hpp"
#include "tests/support/truth/sample.hpp"

namespace lanterne::bench {

/// The timing points (indexes) of which nobody can tell when an athlete passed them: it halted, or
/// turned around, so near that its fixes do not say on which side of the gate. The judge is the
/// oracle, who knows the athlete's law of speed, the true line and the noise: given all fixes of
/// the day, the odds that the athlete stood on the side where it truly did are worse than ten to
/// one. Who cuts the course counts as decidable: it leaves out 50 m and more.
std::vector<std::size_t> undecidable_points(const truth::Sample& sample, const plan::RacePlan& plan,
                                            const simulator::Conditions& conditions);

} // namespace lanterne::bench
