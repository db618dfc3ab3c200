#include "web-api/page/results_grid.hpp"

#include <algorithm>
#include <iterator>
#include <optional>

#include <fmt/format.h>

#include "web-api/page/time_columns.hpp"
#include "web-api/page/words.hpp"

namespace lanterne::web::page {

namespace {

std::string gap_text(const TableRow& row, Milliseconds unit, const Messages& messages) {
    if (row.laps_behind > 0) {
        return messages.text(row.laps_behind == 1 ? "results.lap_behind" : "results.laps_behind",
                             {{"laps", std::to_string(row.laps_behind)}});
    }
    return row.gap && *row.gap > Milliseconds{0} ? "+" + shown(*row.gap, unit) : "";
}

Cell rank_cell(std::optional<std::int64_t> rank, bool is_linked, const Messages& messages) {
    return {"rank", (is_linked ? "≈" : "") + (rank ? std::to_string(*rank) : std::string{"–"}), "",
            is_linked ? messages.text("board.linked") : ""};
}

Cell place_cell(const TableRow& row, const Messages& messages) {
    const std::string_view out = short_outcome(row.outcome);
    if (row.rank || out.empty()) {
        return rank_cell(row.rank, row.is_linked, messages);
    }
    return {"rank", std::string{out}, "", status_words(messages, row.outcome)};
}

std::string outcome_text(const TableRow& row, const Messages& messages) {
    if (row.rank && row.outcome != "lapped") {
        return "";
    }
    const std::string words = status_words(messages, row.outcome);
    return row.article.empty()
               ? words
               : messages.text("results.rule", {{"status", words}, {"article", row.article}});
}

/// Which columns a ranking needs besides the usual.
struct Shape {
    TimeColumns times;
    const Messages& messages;
    bool has_penalties = false;
    bool has_laps = false;
    bool has_words = false;
};

Shape shape_of(const plan::RacePlan& plan, const ResultTable& table, const Messages& messages) {
    Shape shape{.times = TimeColumns{plan, table}, .messages = messages};
    for (const TableRow& row : table.rows) {
        shape.has_penalties = shape.has_penalties || row.penalty != Milliseconds{0};
        shape.has_laps = shape.has_laps || row.laps > 0;
        shape.has_words = shape.has_words || !outcome_text(row, messages).empty();
    }
    return shape;
}

std::vector<Cell> cells_of(const TableRow& row, const Shape& shape, Milliseconds unit,
                           const People& people) {
    const bool about = !row.splits.empty() && row.splits.back().is_bridged;
    std::vector<Cell> cells{
        place_cell(row, shape.messages),
        {"bib", row.bib},
        people.name(row.bib),
        {"time total", row.time ? time_text(*row.time, unit, about) : std::string{}},
        {"gap", gap_text(row, unit, shape.messages)}};
    if (shape.has_words) {
        cells.push_back({"state", outcome_text(row, shape.messages)});
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

Grid grid_of_ranking(const plan::RacePlan& plan, const ResultTable& table, const People& people,
                     const Messages& messages) {
    const Shape shape = shape_of(plan, table, messages);
    // The whole first: a telephone shows the legs when they are drawn into sight.
    Grid grid{.heads = {{"rank", messages.text("board.rank")},
                        {"bib", messages.text("board.bib")},
                        {"name", messages.text("board.name")},
                        {"time total", messages.text("results.time")},
                        {"gap", messages.text("results.gap")}},
              .rows = {}};
    const auto head = [&](bool is_there, Cell cell) {
        if (is_there) {
            grid.heads.push_back(std::move(cell));
        }
    };
    head(shape.has_words, {"state", messages.text("results.state_head")});
    head(shape.has_laps, {"time", messages.text("results.laps")});
    std::ranges::move(shape.times.heads(), std::back_inserter(grid.heads));
    head(shape.has_penalties, {"time", messages.text("results.penalty")});
    for (const TableRow& row : table.rows) {
        grid.rows.push_back(cells_of(row, shape, table.unit, people));
    }
    return grid;
}

Grid grid_of_teams(const ResultTable& table, const Messages& messages) {
    const bool has_times = std::ranges::any_of(
        table.teams, [](const TeamTableRow& row) { return row.time.has_value(); });
    Grid grid{
        .heads = {{"rank", messages.text("board.rank")},
                  {"name", messages.text("results.team")},
                  {"time total", messages.text(has_times ? "results.time" : "results.places")},
                  {"last", messages.text("results.counted")}},
        .rows = {}};
    for (const TeamTableRow& row : table.teams) {
        std::string counted;
        for (const std::string& bib : row.counted) {
            counted += (counted.empty() ? "" : ", ") + bib;
        }
        const std::string sum = row.time         ? shown(*row.time, table.unit)
                                : row.places > 0 ? std::to_string(row.places)
                                                 : std::string{};
        grid.rows.push_back({rank_cell(row.rank, false, messages),
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

Grid grid_of_points(const ResultTable& table, const People& people, const Messages& messages) {
    Grid grid{.heads = {{"rank", messages.text("board.rank")},
                        {"bib", messages.text("board.bib")},
                        {"name", messages.text("board.name")},
                        {"time total", messages.text("results.points")}},
              .rows = {}};
    for (const PointsTableRow& row : table.points) {
        grid.rows.push_back({rank_cell(row.rank, row.is_linked, messages),
                             {"bib", row.bib},
                             people.name(row.bib),
                             {"time total", points_text(row.hundredths)}});
    }
    return grid;
}

} // namespace

Grid grid_of(const plan::RacePlan& plan, const ResultTable& table, const People& people,
             const Messages& messages) {
    if (table.kind == "teams") {
        return grid_of_teams(table, messages);
    }
    return table.kind == "points" ? grid_of_points(table, people, messages)
                                  : grid_of_ranking(plan, table, people, messages);
}

} // namespace lanterne::web::page
