#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/plan/race_plan.hpp"
#include "web-api/results/result_store.hpp"
#include "web-api/tables/table.hpp"

namespace lanterne::web {

/// Rows times columns; rows behind that are left out.
inline constexpr std::size_t max_split_cells = 200'000;

/// Of an entry at a timing point and lap. What the rankings say of it follows its passage by up to
/// three seconds, and is not known before.
struct SplitCell {
    std::optional<UtcTime> time; ///< of the day; race time
    std::optional<Milliseconds> since_start;
    std::optional<Milliseconds> gap; ///< behind the first there of its ranking
    std::int64_t rank = 0;           ///< there, in its ranking; 0: none
    bool is_bridged = false;
    bool is_settled = true;
};

struct SplitColumn {
    course::TimingPoint point;
    Metres official{0}; ///< of the course that has the point
};

struct SplitRow {
    StandingRow standing;
    std::string ranking;                         ///< that its splits are of; empty: none
    Milliseconds unit{1'000};                    ///< that its times are shown in
    std::vector<std::optional<SplitCell>> cells; ///< of each column
};

/// All entries in the order of the board at all timing points, in the order of the courses: the
/// race's own, then what only a variant has.
struct SplitMatrix {
    std::vector<SplitColumn> columns;
    std::vector<SplitRow> rows;
    bool is_whole = true; ///< false: rows, or splits of a ranking, were left out
};

struct SplitSources {
    const std::vector<StandingRow>& standings;
    const std::vector<PassageRow>& passages;
    const std::vector<ResultTable>& tables;
};

/// Each entry's splits are those of the ranking that the board shows it in.
SplitMatrix split_matrix(const plan::RacePlan& plan, const SplitSources& sources);

} // namespace lanterne::web
