#include "web-api/results/result_json.hpp"

#include "service/json_writer.hpp"

namespace lanterne::web {

using service::JsonWriter;

namespace {

constexpr int metre_decimals = 1;

void write_standing(JsonWriter& json, const StandingRow& row) {
    json.begin_object()
        .field("bib", row.bib)
        .field("name", row.name)
        .field("category", row.category)
        .field("rank", row.rank)
        .field("status", row.status)
        .field("gap_ms", row.gap_ms)
        .name("along_m");
    if (row.along_dm) {
        json.value(static_cast<double>(*row.along_dm) / 10, metre_decimals);
    } else {
        json.null();
    }
    json.name("last_passage");
    if (row.last_passage) {
        json.begin_object()
            .field("point", row.last_passage->point)
            .field("leg", row.last_passage->leg)
            .field("lap", row.last_passage->lap)
            .field("time", to_text(row.last_passage->time))
            .end_object();
    } else {
        json.null();
    }
    json.end_object();
}

} // namespace

std::string standings_json(const std::vector<StandingRow>& standings, std::int64_t version,
                           UtcTime as_of) {
    JsonWriter json;
    json.begin_object().field("version", version).field("as_of", to_text(as_of));
    json.name("rows").begin_array();
    for (const StandingRow& row : standings) {
        write_standing(json, row);
    }
    json.end_array().end_object();
    return json.take();
}

void write_passage(JsonWriter& json, const PassageRow& passage) {
    json.begin_object()
        .field("bib", passage.bib)
        .field("point", passage.point)
        .field("leg", passage.leg)
        .field("lap", passage.lap)
        .field("time", to_text(passage.time))
        .field("standard_error_ms", passage.standard_error_ms)
        .field("source", passage.source)
        .field("revision", passage.revision)
        .end_object();
}

std::string passages_json(const std::vector<PassageRow>& passages) {
    JsonWriter json;
    json.begin_object().name("passages").begin_array();
    for (const PassageRow& passage : passages) {
        write_passage(json, passage);
    }
    json.end_array().end_object();
    return json.take();
}

} // namespace lanterne::web
