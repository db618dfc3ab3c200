#include "web-api/race_page/split_page.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "web-api/page/names.hpp"

namespace lanterne::web {

namespace {

bool is_shown(const SplitMatrix& matrix, std::size_t column) {
    return matrix.columns[column].point.kind != course::PointKind::start &&
           std::ranges::any_of(matrix.rows, [column](const SplitRow& row) {
               const auto& cell = row.cells[column];
               return cell && cell->since_start;
           });
}

page::SplitsModel::Cell cell_of(const std::optional<SplitCell>& cell) {
    if (!cell || !cell->since_start) {
        return {};
    }
    return {.time = (cell->is_bridged ? "~" : "") + page::duration_text(*cell->since_start),
            .rank = cell->rank == 0 ? "" : std::to_string(cell->rank)};
}

} // namespace

page::SplitsModel page_splits(const plan::RacePlan& plan, const SplitMatrix& matrix) {
    const page::Names names{plan};
    page::SplitsModel model;
    std::vector<std::size_t> shown;
    for (std::size_t column = 0; column < matrix.columns.size(); ++column) {
        if (is_shown(matrix, column)) {
            const course::TimingPoint& point = matrix.columns[column].point;
            const bool has_laps = point.lap > 1 || plan.course.legs()[point.leg].laps > 1;
            const bool is_finish = point.kind == course::PointKind::finish;
            model.columns.push_back(
                has_laps && !is_finish ? fmt::format("{} {}", point.name, point.lap) : point.name);
            shown.push_back(column);
        }
    }
    for (const SplitRow& row : matrix.rows) {
        page::SplitsModel::Row item{.bib = row.standing.bib,
                                    .name = {},
                                    .rank = row.standing.rank ? std::to_string(*row.standing.rank)
                                                              : "–",
                                    .cells = {}};
        for (const std::size_t column : shown) {
            item.cells.push_back(cell_of(row.cells[column]));
        }
        const auto bib = Bib::from(row.standing.bib);
        const plan::Entry* entry = bib ? names.entry(*bib) : nullptr;
        const auto is_there = [](const auto& cell) { return !cell.time.empty(); };
        if (entry != nullptr && std::ranges::any_of(item.cells, is_there)) {
            item.name = entry->name;
            model.rows.push_back(std::move(item));
        }
    }
    return model;
}

} // namespace lanterne::web
