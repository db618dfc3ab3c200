#include "ingest-server/rankings.hpp"

#include "core/scoring/results/outcome_text.hpp"
#include "service/json_writer.hpp"

namespace lanterne::ingest {

namespace {

using scoring::results::PointsRow;
using scoring::results::PointsTable;
using scoring::results::Row;
using scoring::results::SegmentTime;
using scoring::results::Split;
using scoring::results::Table;
using scoring::results::TeamRow;
using scoring::results::TeamTable;
using service::JsonWriter;

/// How much of a table is written.
enum class Detail { all, no_columns, no_rows };

std::optional<std::int64_t> ms_of(const std::optional<Milliseconds>& time) {
    return time ? std::optional{time->count()} : std::nullopt;
}

void write(JsonWriter& json, const Split& split) {
    json.begin_object()
        .field("point", split.at.point)
        .field("lap", split.at.lap)
        .field("time_ms", split.time.count())
        .field("gap_ms", split.gap.count())
        .field("rank", split.rank)
        .field("bridged", split.is_bridged)
        .end_object();
}

void write(JsonWriter& json, const SegmentTime& segment) {
    json.begin_object()
        .field("segment", segment.segment)
        .field("time_ms", segment.time.count())
        .field("gap_ms", segment.gap.count())
        .field("rank", segment.rank)
        .field("gained", segment.gained)
        .end_object();
}

void write(JsonWriter& json, const Row& row, Detail detail) {
    json.begin_object()
        .field("bib", row.bib.text())
        .field("outcome", scoring::results::to_text(row.outcome))
        .field("article", row.article)
        .field("rank", row.rank)
        .field("linked", row.is_linked)
        .field("laps", row.laps)
        .field("laps_behind", row.laps_behind)
        .field("time_ms", ms_of(row.time))
        .field("gap_ms", ms_of(row.gap))
        .field("penalty_ms", row.penalty.count());
    if (detail == Detail::all) {
        json.name("splits").begin_array();
        for (const Split& split : row.splits) {
            write(json, split);
        }
        json.end_array().name("segments").begin_array();
        for (const SegmentTime& segment : row.segments) {
            write(json, segment);
        }
        json.end_array();
    }
    json.end_object();
}

void write(JsonWriter& json, const TeamRow& row, Detail) {
    json.begin_object()
        .field("team", row.team)
        .field("rank", row.rank)
        .field("time_ms", ms_of(row.time))
        .field("places", row.places)
        .name("counted")
        .begin_array();
    for (const Bib& bib : row.counted) {
        json.value(bib.text());
    }
    json.end_array().end_object();
}

void write(JsonWriter& json, const PointsRow& row, Detail) {
    json.begin_object()
        .field("bib", row.bib.text())
        .field("rank", row.rank)
        .field("points_hundredths", row.hundredths)
        .field("linked", row.is_linked)
        .name("awards_hundredths")
        .begin_array();
    for (const std::int64_t award : row.awards) {
        json.value(award);
    }
    json.end_array().end_object();
}

std::int64_t unit_of(const Table& table) { return table.display.unit.count(); }

std::int64_t unit_of(const TeamTable&) { return 1'000; }

std::int64_t unit_of(const PointsTable&) { return 1'000; }

template<class AnyTable>
std::string body_of(const std::string& kind, const AnyTable& table, Detail detail) {
    JsonWriter json;
    json.begin_object()
        .field("kind", kind)
        .field("id", table.id)
        .field("name", table.name)
        .field("unit_ms", unit_of(table))
        .field("whole", detail == Detail::all)
        .name("rows")
        .begin_array();
    if (detail != Detail::no_rows) {
        for (const auto& row : table.rows) {
            write(json, row, detail);
        }
    }
    json.end_array().end_object();
    return json.take();
}

template<class AnyTable>
void add(std::vector<RankingRow>& rows, const std::string& kind,
         const std::vector<AnyTable>& tables, std::size_t max_bytes) {
    for (const AnyTable& table : tables) {
        RankingRow row{.kind = kind,
                       .id = table.id,
                       .name = table.name,
                       .place = static_cast<std::int16_t>(rows.size()),
                       .body = body_of(kind, table, Detail::all)};
        for (const Detail less : {Detail::no_columns, Detail::no_rows}) {
            if (row.body.size() > max_bytes) {
                row.body = body_of(kind, table, less);
            }
        }
        rows.push_back(std::move(row));
    }
}

} // namespace

std::vector<RankingRow> ranking_rows(const scoring::results::Tables& tables,
                                     std::size_t max_bytes) {
    std::vector<RankingRow> rows;
    add(rows, "ranking", tables.rankings, max_bytes);
    add(rows, "teams", tables.teams, max_bytes);
    add(rows, "points", tables.points, max_bytes);
    return rows;
}

std::string json_of(const std::vector<RankingRow>& rows) {
    std::string json = "[";
    for (const RankingRow& row : rows) {
        json += json.size() > 1 ? "," : "";
        json += row.body;
    }
    return json + "]";
}

} // namespace lanterne::ingest
