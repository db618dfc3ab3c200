#include "web-api/results/result_json.hpp"

#include <map>

#include "service/json_writer.hpp"
#include "web-api/forecasts/forecast_json.hpp"

namespace lanterne::web {

using service::JsonWriter;

namespace {

constexpr int metre_decimals = 1;

void write_stamp(JsonWriter& json, const ResultStamp& stamp) {
    json.field("version", stamp.version)
        .field("digest", stamp.digest)
        .field("engine", stamp.engine);
}

} // namespace

void write_standing(JsonWriter& json, const StandingRow& row,
                    std::span<const wire::LiveArrival> eta) {
    json.begin_object()
        .field("bib", row.bib)
        .field("name", row.name)
        .field("category", row.category)
        .field("ranking", row.ranking)
        .field("rank", row.rank)
        .field("status", row.status)
        .field("gap_ms", row.gap_ms)
        .field("linked", row.is_linked)
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
    json.name("eta");
    write_arrivals(json, eta);
    json.end_object();
}

void write_missing(JsonWriter& json, const MissingRow& missing) {
    json.begin_object()
        .field("bib", missing.bib)
        .field("point", missing.point)
        .field("leg", missing.leg)
        .field("lap", missing.lap)
        .field("after", to_text(missing.after))
        .field("before", to_text(missing.before))
        .end_object();
}

std::string standings_json(const std::vector<StandingRow>& standings, const Expected& expected,
                           const ResultStamp& stamp, UtcTime as_of) {
    std::map<std::string_view, std::span<const wire::LiveArrival>> etas;
    for (const wire::LiveForecast& forecast : expected.forecasts) {
        etas.emplace(forecast.bib.text(), forecast.arrivals);
    }
    JsonWriter json;
    json.begin_object();
    write_stamp(json, stamp);
    json.field("as_of", to_text(as_of));
    json.name("eta_grades");
    write_grades(json, expected.grades);
    json.name("rows").begin_array();
    for (const StandingRow& row : standings) {
        const auto eta = etas.find(row.bib);
        write_standing(json, row,
                       eta == etas.end() ? std::span<const wire::LiveArrival>{} : eta->second);
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
        .field("bridged", passage.is_bridged)
        .field("settled", passage.is_settled)
        .end_object();
}

std::string passages_json(const std::vector<PassageRow>& passages,
                          const std::vector<MissingRow>& missing, std::int64_t last_event) {
    JsonWriter json;
    json.begin_object().field("last_event", last_event).name("passages").begin_array();
    for (const PassageRow& passage : passages) {
        write_passage(json, passage);
    }
    json.end_array().name("missing").begin_array();
    for (const MissingRow& row : missing) {
        write_missing(json, row);
    }
    json.end_array().end_object();
    return json.take();
}

std::string digest_json(const ResultStamp& stamp) {
    JsonWriter json;
    json.begin_object();
    write_stamp(json, stamp);
    json.end_object();
    return json.take();
}

} // namespace lanterne::web
