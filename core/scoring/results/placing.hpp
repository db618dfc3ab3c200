#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/base/time.hpp"
#include "core/plan/race_plan.hpp"
#include "core/scoring/results/competitor.hpp"

namespace lanterne::scoring::results {

/// A competitor in a ranking.
struct Placed {
    const Competitor* competitor = nullptr;
    std::optional<std::uint32_t> rank;
    std::optional<Milliseconds> raced; ///< as its group, without penalties
    std::optional<Milliseconds> total; ///< with them
    std::uint32_t laps = 0;            ///< without those it lost
    bool is_linked = false;            ///< see Row
};

/// Those whom the ranking concerns, in its order: those with a place, by unrounded times; then by
/// the order of outcomes, whoever came farther first, then by bib. Who finished has a place when he
/// has a time; where laps count so has who was lapped.
///
/// Of equal times the judges' order decides where they passed together; then the ranking's ties.
/// A penalty of n places puts its bearer behind the n next ones.
std::vector<Placed> placing_of(const plan::Ranking& ranking, const plan::RacePlan& plan,
                               std::span<const Competitor> competitors);

/// The segments of a course by the rules: those that they name; else its legs, from where one's
/// last timing point lies to the next one's.
std::vector<plan::Segment> segments_of(const plan::Rules& rules, const EntryRecord& record);

} // namespace lanterne::scoring::results
