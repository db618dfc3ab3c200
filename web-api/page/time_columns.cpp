#include "web-api/page/time_columns.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace lanterne::web::page {

namespace {

/// More columns than that no page shows; REST has them all.
constexpr std::size_t max_columns = 8;

using Column = TimeColumns::Column;

std::string point_key(const std::string& point, std::int64_t lap) {
    return fmt::format("{}/{}", point, lap);
}

/// The last point of that leg.
std::optional<plan::PointLap> end_of_leg(const course::Course& course, const std::string& id) {
    std::optional<plan::PointLap> last;
    for (const course::TimingPoint& point : course.points()) {
        if (course.legs()[point.leg].id == id) {
            last = plan::PointLap{point.id, point.lap};
        }
    }
    return last;
}

Column leg_column(const plan::RacePlan& plan, const std::string& id) {
    Column column{.id = id, .name = id, .leg = id, .from = std::nullopt, .to = {}};
    for (const course::Course* course : plan::courses_of(plan)) {
        const auto leg = std::ranges::find(course->legs(), id, &course::Leg::id);
        if (leg != course->legs().end()) {
            column.name = leg->name;
        }
        if (const auto end = end_of_leg(*course, id)) {
            column.to.push_back(*end);
        }
    }
    return column;
}

struct FoundPoint {
    const course::TimingPoint* point = nullptr;
    const course::Leg* leg = nullptr; ///< on which it lies
};

/// On the first course that has it, at whatever lap.
std::optional<FoundPoint> find_point(const plan::RacePlan& plan, const std::string& id) {
    for (const course::Course* course : plan::courses_of(plan)) {
        const auto point = std::ranges::find(course->points(), id, &course::TimingPoint::id);
        if (point != course->points().end()) {
            return FoundPoint{&*point, &course->legs()[point->leg]};
        }
    }
    return std::nullopt;
}

/// Id of the leg on which the point lies.
std::string leg_of(const plan::RacePlan& plan, const plan::PointLap& at) {
    const auto found = find_point(plan, at.point);
    return found ? found->leg->id : std::string{};
}

/// Those that some row has, in the order of the first row that has most.
std::vector<Column> segment_columns(const plan::RacePlan& plan, const ResultTable& table) {
    std::vector<Column> columns;
    for (const TableRow& row : table.rows) {
        for (const TableSegment& segment : row.segments) {
            if (std::ranges::find(columns, segment.segment, &Column::id) != columns.end()) {
                continue;
            }
            const auto rule =
                std::ranges::find(plan.rules.segments, segment.segment, &plan::Segment::id);
            columns.push_back(
                rule == plan.rules.segments.end()
                    ? leg_column(plan, segment.segment)
                    : Column{rule->id, rule->name, leg_of(plan, rule->to), rule->from, {rule->to}});
        }
    }
    return columns;
}

std::string point_name(const plan::RacePlan& plan, const TableSplit& split) {
    const auto found = find_point(plan, split.point);
    if (!found) {
        return split.point;
    }
    const std::string& name = found->point->name;
    return found->leg->laps > 1 ? fmt::format("{} {}", name, split.lap) : name;
}

/// Those that some row has before its last.
std::vector<Column> split_columns(const plan::RacePlan& plan, const ResultTable& table) {
    std::vector<Column> columns;
    for (const TableRow& row : table.rows) {
        const std::size_t before_last =
            row.time && !row.splits.empty() ? row.splits.size() - 1 : row.splits.size();
        for (std::size_t i = 0; i < before_last; ++i) {
            const TableSplit& split = row.splits[i];
            const std::string key = point_key(split.point, split.lap);
            if (std::ranges::find(columns, key, &Column::id) == columns.end()) {
                columns.push_back({key, point_name(plan, split), "", std::nullopt, {}});
            }
        }
    }
    return columns;
}

bool is_bridged(const TableRow& row, const plan::PointLap& at) {
    return std::ranges::any_of(row.splits, [&](const TableSplit& split) {
        return split.is_bridged && split.point == at.point && split.lap == at.lap;
    });
}

std::string rank_text(std::int64_t rank) { return rank == 0 ? "" : fmt::format(" {}", rank); }

Cell segment_cell(const TableRow& row, const Column& column, Milliseconds unit,
                  const People& people) {
    const auto found = std::ranges::find(row.segments, column.id, &TableSegment::segment);
    if (found == row.segments.end()) {
        return {"time", ""};
    }
    const bool about = (column.from && is_bridged(row, *column.from)) ||
                       std::ranges::any_of(column.to, [&](const plan::PointLap& at) {
                           return is_bridged(row, at);
                       });
    return {"time", time_text(found->time, unit, about), rank_text(found->rank),
            people.member(row.bib, column.leg)};
}

Cell split_cell(const TableRow& row, const Column& column, Milliseconds unit) {
    const auto found = std::ranges::find_if(row.splits, [&](const TableSplit& split) {
        return point_key(split.point, split.lap) == column.id;
    });
    return found == row.splits.end() ? Cell{"time", ""}
                                     : Cell{"time", time_text(found->time, unit, found->is_bridged),
                                            rank_text(found->rank)};
}

} // namespace

std::string time_text(Milliseconds time, Milliseconds unit, bool is_bridged) {
    return (is_bridged ? "~" : "") + shown(time, unit);
}

TimeColumns::TimeColumns(const plan::RacePlan& plan, const ResultTable& table)
    : columns_{segment_columns(plan, table)}, are_segments_{columns_.size() >= 2} {
    if (!are_segments_) {
        columns_ = split_columns(plan, table);
    }
    if (columns_.size() > max_columns) {
        columns_.clear();
    }
}

std::vector<Cell> TimeColumns::heads() const {
    std::vector<Cell> heads;
    for (const Column& column : columns_) {
        heads.push_back({"time", column.name});
    }
    return heads;
}

std::vector<Cell> TimeColumns::cells(const TableRow& row, Milliseconds unit,
                                     const People& people) const {
    std::vector<Cell> cells;
    for (const Column& column : columns_) {
        cells.push_back(are_segments_ ? segment_cell(row, column, unit, people)
                                      : split_cell(row, column, unit));
    }
    return cells;
}

} // namespace lanterne::web::page
