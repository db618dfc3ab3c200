#pragma once

#include <vector>

#include "core/exchange/rules_reader.hpp"
#include "core/plan/rules.hpp"

namespace lanterne::exchange {

/// The [[team_ranking]] tables, of those rankings.
std::vector<plan::TeamRanking> read_teams(const TomlValue& document, const RulesScope& scope,
                                          const std::vector<std::string>& rankings, Faults& faults);

/// The [[points_ranking]] tables with their [[award]] tables.
std::vector<plan::PointsRanking> read_points(const TomlValue& document, const RulesScope& scope,
                                             const std::vector<std::string>& rankings,
                                             Faults& faults);

} // namespace lanterne::exchange
