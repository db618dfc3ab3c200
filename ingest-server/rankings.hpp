#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "core/scoring/results/tables.hpp"

namespace lanterne::ingest {

/// A body above that is written without splits and segments, and says so; what is still above it is
/// written without rows.
inline constexpr std::size_t max_ranking_bytes = std::size_t{16} * 1024 * 1024;

/// A row of race.ranking in the making.
struct RankingRow {
    std::string kind; ///< ranking, teams or points
    std::string id;
    std::string name;
    std::int16_t place = 0; ///< among all of the race
    std::string body;       ///< JSON: bibs stand for people

    bool operator==(const RankingRow&) const = default;
};

/// What changed of a race's tables since it was asked for.
struct RankingNews {
    std::vector<RankingRow> changed;
    bool are_first = false; ///< these are all; whatever else the store has is of other rules
};

/// All tables of a race, in the order of the rules: rankings, then teams, then points. Times are in
/// milliseconds, as shown; points in hundredths.
std::vector<RankingRow> ranking_rows(const scoring::results::Tables& tables,
                                     std::size_t max_bytes = max_ranking_bytes);

/// Their bodies as one JSON array.
std::string json_of(const std::vector<RankingRow>& rows);

} // namespace lanterne::ingest
