#pragma once

#include <vector>

#include "core/plan/rules.hpp"
#include "core/scoring/results/competitor.hpp"

namespace lanterne::scoring::results {

/// Finds which passage ended the race of each, how many laps it has gone, and who was pulled
/// because the leader had lapped it. Those on one course have one leader; who is disqualified leads
/// nobody. Needs the penalties.
void end_races(std::vector<Competitor>& competitors, const plan::RaceEnd& end);

/// Disqualified by a person's word or by cards; a reinstatement takes the cards back.
bool is_disqualified(const Competitor& competitor);

} // namespace lanterne::scoring::results
