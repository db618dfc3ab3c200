#pragma once

#include <vector>

#include "simulator/athletes/journey.hpp"

namespace lanterne::bench {

/// When the athlete stood, walked back or had not set out yet, from the gun on, in order. (What a
/// transition makes it stand is among them.)
std::vector<simulator::Stood> stops_of(const simulator::Journey& journey);

/// Seconds to the nearest of them; 0 in one.
double seconds_to_stop(const std::vector<simulator::Stood>& stops, double t);

} // namespace lanterne::bench
