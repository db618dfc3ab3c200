#include "web-api/live/live_json.hpp"

#include <variant>

#include "service/json_writer.hpp"
#include "web-api/forecasts/forecast_json.hpp"

namespace lanterne::web {

using service::JsonWriter;

namespace {

constexpr int degree_decimals = 6;
constexpr int tenth_decimals = 1;

template<class Number>
std::optional<double> tenths(const std::optional<Number>& number) {
    return number ? std::optional{static_cast<double>(*number) / 10} : std::nullopt;
}

void write_entry(JsonWriter& json, const wire::LiveEntry& entry) {
    std::optional<double> latitude;
    std::optional<double> longitude;
    if (entry.position) {
        latitude = entry.position->latitude.e6 / 1e6;
        longitude = entry.position->longitude.e6 / 1e6;
    }
    json.begin_object()
        .field("bib", entry.bib.text())
        .field("status", wire::to_text(entry.status))
        .field("rank", entry.rank)
        .field("gap_ms", entry.gap_ms)
        .field("along_m", tenths(entry.along_dm), tenth_decimals)
        .name("fix_time");
    if (entry.fix_time) {
        json.value(to_text(*entry.fix_time));
    } else {
        json.null();
    }
    json.field("lat", latitude, degree_decimals)
        .field("lon", longitude, degree_decimals)
        .field("speed_mps", tenths(entry.speed_dmps), tenth_decimals)
        .field("battery_pct", entry.battery_pct)
        .field("next_report_s", entry.next_report_s)
        .field("reason", entry.reason)
        .field("linked", entry.is_linked)
        .end_object();
}

void write_fields(JsonWriter& json, const wire::LivePassage& passage) {
    json.field("bib", passage.bib.text())
        .field("point", passage.point)
        .field("leg", passage.leg)
        .field("lap", passage.lap)
        .field("time", to_text(passage.time))
        .field("standard_error_ms", passage.standard_error_ms)
        .field("source", passage.source)
        .field("revision", passage.revision)
        .field("bridged", passage.is_bridged)
        .field("settled", passage.is_settled);
}

void write_fields(JsonWriter& json, const wire::LiveOutcome& outcome) {
    json.field("bib", outcome.bib.text())
        .field("status", wire::to_text(outcome.status))
        .field("time", to_text(outcome.time));
}

void write_event(JsonWriter& json, const wire::LiveEvent& event) {
    json.begin_object().field("number", event.number).field("kind", wire::to_text(event.kind));
    std::visit([&](const auto& what) { write_fields(json, what); }, event.what);
    json.end_object();
}

} // namespace

std::string live_json(const LiveMessage& message) {
    JsonWriter json;
    json.begin_object()
        .field("type", message.type == MessageType::keyframe ? "keyframe" : "delta")
        .field("id", id_text(message.id))
        .field("race_time", to_text(message.race_time))
        .field("state", state_text(message.state))
        .field("last_event", message.last_event);
    json.name("entries").begin_array();
    for (const wire::LiveEntry& entry : message.entries) {
        write_entry(json, entry);
    }
    json.end_array().name("passages").begin_array();
    for (const wire::LivePassage& passage : message.passages) {
        json.begin_object();
        write_fields(json, passage);
        json.end_object();
    }
    json.end_array().name("forecasts").begin_array();
    for (const wire::LiveForecast& forecast : message.forecasts) {
        json.begin_object().field("bib", forecast.bib.text()).name("arrivals");
        write_arrivals(json, forecast.arrivals);
        json.end_object();
    }
    json.end_array().name("grades");
    write_grades(json, message.grades);
    json.name("events").begin_array();
    for (const wire::LiveEvent& event : message.events) {
        write_event(json, event);
    }
    json.end_array().end_object();
    return json.take();
}

} // namespace lanterne::web
