#pragma once

#include "core/plan/race_plan.hpp"
#include "core/scoring/results/tables.hpp"

namespace lanterne::scoring::results {

/// Teams by their members' rows in that table. A team's first n count, in the table's order. Those
/// with fewer have no place, and come last, by name.
TeamTable team_table(const plan::TeamRanking& rule, const plan::RacePlan& plan, const Table& table);

} // namespace lanterne::scoring::results
