#pragma once

#include <vector>

#include "core/course/course.hpp"
#include "core/exchange/fault.hpp"
#include "core/exchange/race_toml.hpp"

namespace lanterne::exchange {

/// Says whether the points, as far as they were placed (in the order in which they are written,
/// along within the lap), make a race: one start, first; one finish, last; the others written in
/// the order in which an athlete first meets them, so that a gate found on the wrong pass shows.
void check_order(const RaceText& race, const std::vector<course::TimingPoint>& points,
                 Faults& faults);

} // namespace lanterne::exchange
