#pragma once

#include <optional>
#include <span>
#include <vector>

#include "core/plan/race_plan.hpp"
#include "core/scoring/results/competitor.hpp"
#include "core/scoring/results/tables.hpp"

namespace lanterne::scoring::results {

/// Those of a record, with what the rules have found about them as of then; without a time the race
/// is over. By bib.
std::vector<Competitor> judged(const RaceRecord& record, std::optional<UtcTime> as_of);

/// That ranking's rows without splits and segments, which cost most of the time.
Table places_in(const plan::Ranking& ranking, const plan::RacePlan& plan,
                std::span<const Competitor> competitors);

} // namespace lanterne::scoring::results
