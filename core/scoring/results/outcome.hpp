#pragma once

#include <optional>
#include <vector>

#include "core/base/time.hpp"
#include "core/plan/race_plan.hpp"
#include "core/scoring/results/competitor.hpp"

namespace lanterne::scoring::results {

/// Says what became of each as of then; without a time the race is over, and who is neither in nor
/// out has not finished. A person's word comes before cut-offs and laps; `racing`, a reinstatement,
/// takes those back. Needs end_races().
///
/// A cut-off concerns whose race goes by its point. Who passed there later is over the limit, and
/// so is who was still on the course before it when the limit ran out. Who was not seen on the
/// course after that had given up before or fell silent: that is no matter of the limit, and ends
/// as not finished. The winner of a share of the winner's time is the
/// best to that point who is not disqualified, so that a disqualification moves it.
void decide_outcomes(std::vector<Competitor>& competitors, const plan::RacePlan& plan,
                     std::optional<UtcTime> as_of);

} // namespace lanterne::scoring::results
