#pragma once

#include <span>
#include <vector>

#include "core/plan/race_plan.hpp"
#include "core/scoring/results/competitor.hpp"
#include "core/scoring/results/tables.hpp"

namespace lanterne::scoring::results {

/// A classification by points. At a timing point whoever is first through it is first, by the
/// judges where they saw it; of the same time both share the place. In a ranking those whom this
/// one concerns keep their order. Points that a penalty takes may leave fewer than none. Who is out
/// loses all when only finishers count; who is disqualified always.
PointsTable points_table(const plan::PointsRanking& rule, const plan::RacePlan& plan,
                         std::span<const Competitor> competitors, const std::vector<Table>& tables);

} // namespace lanterne::scoring::results
