#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "core/plan/race_plan.hpp"

namespace lanterne::plan {

/// True when the filter names the entry.
bool is_in(const Filter& who, const RacePlan& plan, const Entry& entry);

/// The rules' rankings; where they name none, one for each course that somebody goes: "overall" for
/// the race's own, "overall-ID" for a variant.
std::vector<Ranking> rankings_of(const RacePlan& plan);

/// Index of the ranking in which the live board shows the entry: the first of `rankings` that names
/// it and is not over a segment. Nothing: none does, and it has no rank there.
std::optional<std::size_t> board_ranking(const RacePlan& plan, const std::vector<Ranking>& rankings,
                                         const Entry& entry);

} // namespace lanterne::plan
