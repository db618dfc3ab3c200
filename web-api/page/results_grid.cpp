#include "web-api/page/results_grid.hpp"

#include <algorithm>
#include <iterator>
#include <optional>

#include <fmt/format.h>

#include "web-api/page/time_columns.hpp"
#include "web-api/page/words.hpp"

namespace lanterne::web::page {

namespace {

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
    TimeColumns times;
    bool has_penalties = false;
    bool has_laps = false;
    bool has_words = false;
};

Shape shape_of(const plan::RacePlan& plan, const ResultTable& table) {
    Shape shape{.times = TimeColumns{plan, table}};
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
    std::ranges::move(shape.times.cells(row, unit, people), std::back_inserter(cells));
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
    std::ranges::move(shape.times.heads(), std::back_inserter(grid.heads));
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

Grid grid_of(const plan::RacePlan& plan, const ResultTable& table, const People& people) {
    if (table.kind == "teams") {
        return grid_of_teams(table);
    }
    return table.kind == "points" ? grid_of_points(table, people)
                                  : grid_of_ranking(plan, table, people);
}

} // namespace lanterne::web::page
