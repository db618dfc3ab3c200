#pragma once

#include <string>

#include "core/base/time.hpp"
#include "core/plan/ranking.hpp"

namespace lanterne::scoring::results {

/// A time as it is shown: a multiple of the display's unit. Down is towards the shorter time and up
/// towards the longer, for times before zero too; nearest takes the longer of two that are as near.
Milliseconds shown(Milliseconds exact, const plan::Display& display);

/// "1:02:03.4", "2:03", "-0:01.25": as many decimals as the unit has.
std::string to_text(Milliseconds time, const plan::Display& display);

} // namespace lanterne::scoring::results
