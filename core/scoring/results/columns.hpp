#pragma once

#include <vector>

#include "core/plan/race_plan.hpp"
#include "core/scoring/results/placing.hpp"
#include "core/scoring/results/tables.hpp"

namespace lanterne::scoring::results {

/// Fills the splits and segments of rows that stand as `placed` does. Who is disqualified has times
/// and no ranks. Of a ranking over one segment nothing is filled: its times have another begin.
void fill_columns(std::vector<Row>& rows, const std::vector<Placed>& placed,
                  const plan::Ranking& ranking, const plan::RacePlan& plan);

} // namespace lanterne::scoring::results
