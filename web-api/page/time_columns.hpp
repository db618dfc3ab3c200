#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/plan/point_lap.hpp"
#include "core/plan/race_plan.hpp"
#include "web-api/page/grid.hpp"
#include "web-api/page/people.hpp"
#include "web-api/tables/table.hpp"

namespace lanterne::web::page {

/// As its unit is shown, with a ~ where nobody saw the passage.
std::string time_text(Milliseconds time, Milliseconds unit, bool is_bridged);

/// The columns of a ranking for times on the way: over its segments, or at its points where it has
/// less than two segments (a single leg is the whole way).
class TimeColumns {
public:
    /// None when there would be more of them than a page shows.
    TimeColumns(const plan::RacePlan& plan, const ResultTable& table);

    std::vector<Cell> heads() const;

    /// As many of a row.
    std::vector<Cell> cells(const TableRow& row, Milliseconds unit, const People& people) const;

    /// A time between two passages, or since the clock began.
    struct Column {
        std::string id; ///< of the segment, or of the point with its lap
        std::string name;
        std::string leg;                    ///< id, of a segment: where it ends
        std::optional<plan::PointLap> from; ///< of a segment whose begin is a passage
        std::vector<plan::PointLap> to;     ///< by course that has it
    };

private:
    std::vector<Column> columns_;
    bool are_segments_ = false;
};

} // namespace lanterne::web::page
