#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "core/plan/race_plan.hpp"
#include "core/scoring/race.hpp"

namespace lanterne::scoring::drawn {

/// A triathlon, all to the east: a swim of 300 m, a transition of 60 m, 1,200 m on the bike there
/// and back twice, a transition of 60 m, a run of 600 m. Timing points: "S", "swim-out", "bike-on",
/// "turn" on both laps, "bike-lap", "bike-off", "run-on", "half", "F". Of two waves, "elite" and
/// "open", both gunned at the gun; those of `open` are in the second.
plan::RacePlan triathlon(const std::vector<std::string>& elite,
                         const std::vector<std::string>& open = {});

/// The fixes, one a second, of somebody who goes those legs of it (by id) one after the other, at
/// an even speed on each; waits behind the begin of the first until `from` seconds after the gun,
/// and runs out behind the last.
struct LegAt {
    std::string leg;
    double speed_mps = 0;
};

std::vector<Fix> going(const plan::RacePlan& plan, const std::vector<LegAt>& legs, double from = 0);

} // namespace lanterne::scoring::drawn
