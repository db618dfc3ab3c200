#include "web-api/results/splits.hpp"

#include <algorithm>
#include <map>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "core/plan/board.hpp"

namespace lanterne::web {

namespace {

using PointAndLap = std::pair<std::string_view, std::int64_t>;

struct Columns {
    std::vector<SplitColumn> list;
    std::map<PointAndLap, std::size_t> index;
};

/// A timing point that several courses share is one column.
Columns columns_of(const plan::RacePlan& plan) {
    Columns columns;
    for (const course::Course* course : plan::courses_of(plan)) {
        for (const course::TimingPoint& point : course->points()) {
            const auto [place, is_new] =
                columns.index.try_emplace({point.id, point.lap}, columns.list.size());
            if (is_new) {
                columns.list.push_back({point, course->official(point.along)});
            }
        }
    }
    return columns;
}

/// Id of the ranking in which the board shows each, by bib.
std::unordered_map<std::string_view, std::string> boards_of(const plan::RacePlan& plan) {
    const std::vector<plan::Ranking> rankings = plan::rankings_of(plan);
    std::unordered_map<std::string_view, std::string> boards;
    for (const plan::Entry& entry : plan.entries) {
        const auto board = plan::board_ranking(plan, rankings, entry);
        boards.emplace(entry.bib.text(), board ? rankings[*board].id : "");
    }
    return boards;
}

struct TableOfRow {
    const ResultTable* table;
    const TableRow* row;
};

using RowKey = std::pair<std::string_view, std::string_view>; // ranking, bib

std::map<RowKey, TableOfRow> rows_of(const std::vector<ResultTable>& tables) {
    std::map<RowKey, TableOfRow> rows;
    for (const ResultTable& table : tables) {
        for (const TableRow& row : table.rows) {
            rows.emplace(RowKey{table.id, row.bib}, TableOfRow{&table, &row});
        }
    }
    return rows;
}

SplitCell& cell_at(SplitRow& row, std::size_t column) {
    auto& cell = row.cells[column];
    return cell ? *cell : cell.emplace();
}

void put_splits(SplitRow& row, const TableOfRow& found, const Columns& columns) {
    row.unit = found.table->unit;
    for (const TableSplit& split : found.row->splits) {
        const auto column = columns.index.find({split.point, split.lap});
        if (column == columns.index.end()) {
            continue; // of a plan that has just changed
        }
        SplitCell& cell = cell_at(row, column->second);
        cell.since_start = split.time;
        cell.gap = split.gap;
        cell.rank = split.rank;
        cell.is_bridged = split.is_bridged;
    }
}

void put_passages(std::unordered_map<std::string_view, SplitRow*>& by_bib,
                  const std::vector<PassageRow>& passages, const Columns& columns) {
    for (const PassageRow& passage : passages) {
        const auto row = by_bib.find(passage.bib);
        const auto column = columns.index.find({passage.point, passage.lap});
        if (row == by_bib.end() || column == columns.index.end()) {
            continue;
        }
        SplitCell& cell = cell_at(*row->second, column->second);
        cell.time = passage.time;
        cell.is_bridged = passage.is_bridged;
        cell.is_settled = passage.is_settled;
    }
}

} // namespace

SplitMatrix split_matrix(const plan::RacePlan& plan, const SplitSources& sources) {
    const Columns columns = columns_of(plan);
    const auto boards = boards_of(plan);
    const auto table_rows = rows_of(sources.tables);
    const std::size_t rows = std::min(
        sources.standings.size(), max_split_cells / std::max<std::size_t>(1, columns.list.size()));
    SplitMatrix matrix{.columns = columns.list,
                       .rows = {},
                       .is_whole = rows == sources.standings.size() &&
                                   std::ranges::all_of(sources.tables, &ResultTable::is_whole)};
    matrix.rows.reserve(rows);
    std::unordered_map<std::string_view, SplitRow*> by_bib;
    for (std::size_t index = 0; index < rows; ++index) {
        const StandingRow& standing = sources.standings[index];
        const auto board = boards.find(standing.bib);
        SplitRow& row = matrix.rows.emplace_back(
            SplitRow{.standing = standing,
                     .ranking = board == boards.end() ? std::string{} : board->second,
                     .unit = Milliseconds{1'000},
                     .cells = std::vector<std::optional<SplitCell>>(columns.list.size())});
        by_bib.emplace(standing.bib, &row);
        if (const auto found = table_rows.find({row.ranking, standing.bib});
            found != table_rows.end()) {
            put_splits(row, found->second, columns);
        }
    }
    put_passages(by_bib, sources.passages, columns);
    return matrix;
}

} // namespace lanterne::web
