#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "core/base/units.hpp"
#include "core/plan/limits.hpp"
#include "core/plan/ranking.hpp"
#include "core/plan/rewards.hpp"

namespace lanterne::plan {

inline constexpr std::size_t max_rules = 1'000;      ///< of one kind
inline constexpr std::size_t max_point_places = 500; ///< that an award has points for

/// In which order a list shows what became of entries; what is not named comes last.
std::vector<Outcome> usual_order();

/// How results are made of what was seen and ruled: data, so that a race can be ordered by rules
/// that nobody thought of when this was written. As it is made here it is the usual: everybody goes
/// the whole way, and for each course there is one ranking by time.
struct Rules {
    std::vector<Ranking> rankings; ///< none: one for each course, "overall"
    std::vector<Segment> segments; ///< none: the legs
    std::vector<Outcome> order = usual_order();
    std::vector<CutOff> cut_offs;
    RaceEnd end;
    std::vector<Card> cards;
    std::vector<TeamRanking> teams;
    std::vector<PointsRanking> points;
    std::optional<Metres> draft; ///< nearer behind another on a bike is drafting; none: allowed

    bool operator==(const Rules&) const = default;
};

} // namespace lanterne::plan
