#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/plan/point_lap.hpp"
#include "core/plan/ranking.hpp"

namespace lanterne::plan {

enum class TeamBy : std::uint8_t {
    nth_time,   ///< the time of its nth (a team time trial)
    sum_times,  ///< of its n best (in stage races by bike: three)
    sum_places, ///< of its n best, in the whole ranking (cross-country)
};

enum class TeamTie : std::uint8_t {
    sum_of_places, ///< of those who count (as stage races by bike do at a tie)
    best_place,    ///< of its best (the same)
    last_place,    ///< of the last who counts (cross-country)
};

/// Teams by what their members did in a ranking. A team with fewer than n placed has no place.
struct TeamRanking {
    std::string id;
    std::string name;
    std::string ranking; ///< id
    TeamBy by = TeamBy::sum_times;
    std::uint32_t n = 3;
    std::vector<TeamTie> ties;

    bool operator==(const TeamRanking&) const = default;
};

/// Of several who share places.
enum class SharedPoints : std::uint8_t {
    each,  ///< everybody has the better place's
    split, ///< the places' points are added and divided
};

/// Points by place: at a timing point in the order of passing it, or in a ranking.
struct Award {
    PointLap at;                       ///< point empty: in the ranking
    std::string ranking;               ///< id
    std::vector<std::uint32_t> places; ///< points of the first, second, ...

    bool operator==(const Award&) const = default;
};

enum class PointsTie : std::uint8_t {
    wins,    ///< more first places among its awards, then more second ones, and so on
    last,    ///< better place in the last award
    ranking, ///< better place in the race's first ranking
};

/// A classification by points: sprints, climbs, a league's own table.
struct PointsRanking {
    std::string id;
    std::string name;
    Filter who;
    std::vector<Award> awards;
    SharedPoints shared = SharedPoints::each;
    bool only_finishers = true; ///< who does not finish loses all of them
    std::vector<PointsTie> ties;

    bool operator==(const PointsRanking&) const = default;
};

/// How a series adds up its rounds.
struct SeriesRules {
    std::vector<std::uint32_t> places; ///< points of the first, second, ...
    std::uint32_t finishing = 0;       ///< of everybody who finishes behind those
    std::uint32_t best = 0;            ///< so many rounds count; 0: all
    std::uint32_t least = 0;           ///< who took part in fewer has no place
    SharedPoints shared = SharedPoints::each;
    std::vector<PointsTie> ties; ///< wins and last

    bool operator==(const SeriesRules&) const = default;
};

} // namespace lanterne::plan
