#include "web-api/page/results_grid.hpp"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "web-api/page/words.hpp"

namespace lanterne::web::page {

namespace {

/// More columns than that no page shows; REST has them all.
constexpr std::size_t max_columns = 8;

/// A time between two passages, or since the clock began.
struct Column {
    std::string id; ///< of the segment, or of the point with its lap
    std::string name;
    std::string leg;                    ///< id, of a segment: where it ends
    std::optional<plan::PointLap> from; ///< of a segment whose begin is a passage
    std::vector<plan::PointLap> to;     ///< by course that has it
};

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

std::string time_text(Milliseconds time, Milliseconds unit, bool is_bridged) {
    return (is_bridged ? "~" : "") + shown(time, unit);
}

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

std::string gap_text(const TableRow& row, Milliseconds unit) {
    if (row.laps_behind > 0) {
        return fmt::format("+{} lap{}", row.laps_behind, row.laps_behind == 1 ? "" : "s");
    }
    return row.gap && *row.gap > Milliseconds{0} ? "+" + shown(*row.gap, unit) : "";
}

Cell rank_cell(std::optional<std::int64_t> rank, bool is_linked) {
    return {"rank", (is_linked ? "≈" : "") + (rank ? std::to_string(*rank) : std::string{"–"}), "",
            is_linked ? "not separated from the one above" : ""};
}

Cell place_cell(const TableRow& row) {
    const std::string_view out = short_outcome(row.outcome);
    if (row.rank || out.empty()) {
        return rank_cell(row.rank, row.is_linked);
    }
    return {"rank", std::string{out}, "", status_words(row.outcome)};
}

std::string outcome_text(const TableRow& row) {
    if (row.rank && row.outcome != "lapped") {
        return "";
    }
    const std::string words = status_words(row.outcome);
    return row.article.empty() ? words : fmt::format("{}, rule {}", words, row.article);
}

/// Which columns a ranking needs besides the usual.
struct Shape {
    std::vector<Column> columns;
    bool are_segments = false;
    bool has_penalties = false;
    bool has_laps = false;
    bool has_words = false;
};

Shape shape_of(const plan::RacePlan& plan, const ResultTable& table) {
    Shape shape{.columns = segment_columns(plan, table), .are_segments = true};
    if (shape.columns.size() < 2) { // a single leg is the whole way
        shape.columns = split_columns(plan, table);
        shape.are_segments = false;
    }
    if (shape.columns.size() > max_columns) {
        shape.columns.clear();
    }
    for (const TableRow& row : table.rows) {
        shape.has_penalties = shape.has_penalties || row.penalty != Milliseconds{0};
        shape.has_laps = shape.has_laps || row.laps > 0;
        shape.has_words = shape.has_words || !outcome_text(row).empty();
    }
    return shape;
}

std::vector<Cell> cells_of(const TableRow& row, const Shape& shape, Milliseconds unit,
                           const People& people) {
    const bool about = !row.splits.empty() && row.splits.back().is_bridged;
    std::vector<Cell> cells{
        place_cell(row),
        {"bib", row.bib},
        people.name(row.bib),
        {"time total", row.time ? time_text(*row.time, unit, about) : std::string{}},
        {"gap", gap_text(row, unit)}};
    if (shape.has_words) {
        cells.push_back({"state", outcome_text(row)});
    }
    if (shape.has_laps) {
        cells.push_back({"time", row.laps > 0 ? std::to_string(row.laps) : ""});
    }
    for (const Column& column : shape.columns) {
        cells.push_back(shape.are_segments ? segment_cell(row, column, unit, people)
                                           : split_cell(row, column, unit));
    }
    if (shape.has_penalties) {
        const bool has_one = row.penalty != Milliseconds{0};
        cells.push_back({"time", has_one ? "+" + shown(row.penalty, unit) : ""});
    }
    return cells;
}

Grid grid_of_ranking(const plan::RacePlan& plan, const ResultTable& table, const People& people) {
    const Shape shape = shape_of(plan, table);
    // The whole first: a telephone shows the legs when they are drawn into sight.
    Grid grid{.heads = {{"rank", "Rank"},
                        {"bib", "Bib"},
                        {"name", "Name"},
                        {"time total", "Time"},
                        {"gap", "Gap"}},
              .rows = {}};
    const auto head = [&](bool is_there, Cell cell) {
        if (is_there) {
            grid.heads.push_back(std::move(cell));
        }
    };
    head(shape.has_words, {"state", "State"});
    head(shape.has_laps, {"time", "Laps"});
    for (const Column& column : shape.columns) {
        head(true, {"time", column.name});
    }
    head(shape.has_penalties, {"time", "Penalty"});
    for (const TableRow& row : table.rows) {
        grid.rows.push_back(cells_of(row, shape, table.unit, people));
    }
    return grid;
}

Grid grid_of_teams(const ResultTable& table) {
    const bool has_times = std::ranges::any_of(
        table.teams, [](const TeamTableRow& row) { return row.time.has_value(); });
    Grid grid{.heads = {{"rank", "Rank"},
                        {"name", "Team"},
                        {"time total", has_times ? "Time" : "Places"},
                        {"last", "Counted"}},
              .rows = {}};
    for (const TeamTableRow& row : table.teams) {
        std::string counted;
        for (const std::string& bib : row.counted) {
            counted += (counted.empty() ? "" : ", ") + bib;
        }
        const std::string sum = row.time         ? shown(*row.time, table.unit)
                                : row.places > 0 ? std::to_string(row.places)
                                                 : std::string{};
        grid.rows.push_back({rank_cell(row.rank, false),
                             {"name", row.team},
                             {"time total", has_times && !row.time ? "" : sum},
                             {"last", counted}});
    }
    return grid;
}

std::string points_text(std::int64_t hundredths) {
    return hundredths % 100 == 0 ? std::to_string(hundredths / 100)
                                 : fmt::format("{:.2f}", static_cast<double>(hundredths) / 100);
}

Grid grid_of_points(const ResultTable& table, const People& people) {
    Grid grid{
        .heads = {{"rank", "Rank"}, {"bib", "Bib"}, {"name", "Name"}, {"time total", "Points"}},
        .rows = {}};
    for (const PointsTableRow& row : table.points) {
        grid.rows.push_back({rank_cell(row.rank, row.is_linked),
                             {"bib", row.bib},
                             people.name(row.bib),
                             {"time total", points_text(row.hundredths)}});
    }
    return grid;
}

} // namespace

Cell People::name(const std::string& bib) const {
    const auto found = by_bib_.find(bib);
    if (found == by_bib_.end()) {
        return {"name", ""};
    }
    const plan::Entry& entry = *found->second;
    std::string small = entry.team;
    for (const plan::Member& member : entry.members) {
        small += (small.empty() ? "" : &member == &entry.members.front() ? ": " : ", ");
        small += member.name;
    }
    return {"name", entry.name, small};
}

std::string People::member(const std::string& bib, const std::string& leg) const {
    const auto found = by_bib_.find(bib);
    if (found == by_bib_.end()) {
        return {};
    }
    const auto& members = found->second->members;
    const auto member = std::ranges::find(members, leg, &plan::Member::leg);
    return member == members.end() ? std::string{} : member->name;
}

Grid grid_of(const plan::RacePlan& plan, const ResultTable& table, const People& people) {
    if (table.kind == "teams") {
        return grid_of_teams(table);
    }
    return table.kind == "points" ? grid_of_points(table, people)
                                  : grid_of_ranking(plan, table, people);
}

} // namespace lanterne::web::page
