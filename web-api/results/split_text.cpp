#include "web-api/results/split_text.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "core/exchange/csv.hpp"
#include "service/json_writer.hpp"

namespace lanterne::web {

using service::JsonWriter;

namespace {

constexpr int metre_decimals = 1;

std::optional<std::int64_t> count_of(const std::optional<Milliseconds>& time) {
    return time ? std::optional{std::int64_t{time->count()}} : std::nullopt;
}

void write_column(JsonWriter& json, const SplitColumn& column) {
    json.begin_object()
        .field("id", column.point.id)
        .field("name", column.point.name)
        .field("kind", to_text(column.point.kind))
        .field("leg", column.point.leg)
        .field("lap", column.point.lap)
        .field("along_m", column.point.along.value, metre_decimals)
        .field("official_m", column.official.value, metre_decimals)
        .end_object();
}

void write_cell(JsonWriter& json, const std::optional<SplitCell>& cell) {
    if (!cell) {
        json.null();
        return;
    }
    json.begin_object()
        .field("time", cell->time ? std::optional{to_text(*cell->time)} : std::nullopt)
        .field("since_start_ms", count_of(cell->since_start))
        .field("rank", cell->rank > 0 ? std::optional{cell->rank} : std::nullopt)
        .field("gap_ms", count_of(cell->gap))
        .field("bridged", cell->is_bridged)
        .field("settled", cell->is_settled)
        .end_object();
}

void write_row(JsonWriter& json, const SplitRow& row) {
    json.begin_object()
        .field("bib", row.standing.bib)
        .field("name", row.standing.name)
        .field("category", row.standing.category)
        .field("ranking", row.ranking)
        .field("rank", row.standing.rank)
        .field("status", row.standing.status)
        .name("cells")
        .begin_array();
    for (const auto& cell : row.cells) {
        write_cell(json, cell);
    }
    json.end_array().end_object();
}

/// "Bike lap 2" where a point has laps, "Finish" where not.
std::string title_of(const SplitMatrix& matrix, const SplitColumn& column) {
    const auto same = std::ranges::count_if(matrix.columns, [&](const SplitColumn& other) {
        return other.point.id == column.point.id;
    });
    return same > 1 ? fmt::format("{} {}", column.point.name, column.point.lap) : column.point.name;
}

} // namespace

std::string splits_json(const SplitMatrix& matrix, const ResultStamp& stamp) {
    JsonWriter json;
    json.begin_object()
        .field("version", stamp.version)
        .field("digest", stamp.digest)
        .field("engine", stamp.engine)
        .field("whole", matrix.is_whole)
        .name("columns")
        .begin_array();
    for (const SplitColumn& column : matrix.columns) {
        write_column(json, column);
    }
    json.end_array().name("rows").begin_array();
    for (const SplitRow& row : matrix.rows) {
        write_row(json, row);
    }
    json.end_array().end_object();
    return json.take();
}

std::string splits_csv(const SplitMatrix& matrix) {
    std::vector<std::string> header{"ranking", "rank", "bib", "name", "category", "status"};
    for (const SplitColumn& column : matrix.columns) {
        header.push_back(exchange::guarded(title_of(matrix, column)));
    }
    std::string csv = exchange::write_csv_line(header);
    for (const SplitRow& row : matrix.rows) {
        std::vector<std::string> fields{row.ranking,
                                        row.standing.rank ? std::to_string(*row.standing.rank) : "",
                                        row.standing.bib,
                                        exchange::guarded(row.standing.name),
                                        exchange::guarded(row.standing.category),
                                        row.standing.status};
        for (const auto& cell : row.cells) {
            fields.push_back(cell && cell->since_start ? shown(*cell->since_start, row.unit) : "");
        }
        csv += exchange::write_csv_line(fields);
    }
    return csv;
}

} // namespace lanterne::web
