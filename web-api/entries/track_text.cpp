#include <functional>

#include "core/exchange/gpx.hpp"
#include "service/json_writer.hpp"
#include "web-api/entries/track.hpp"
#include "web-api/races/course_json.hpp"

namespace lanterne::web {

using service::JsonWriter;

namespace {

constexpr int tenth_decimals = 1;
constexpr double tenths = 10;
constexpr double degrees_per_step = 2; // of Fix::course_2deg

std::optional<double> altitude_m(const Fix& fix) {
    return fix.altitude_dm ? std::optional{*fix.altitude_dm / tenths} : std::nullopt;
}

std::optional<double> speed_mps(const Fix& fix) {
    return fix.speed_dmps ? std::optional{*fix.speed_dmps / tenths} : std::nullopt;
}

void write_place_with_height(JsonWriter& json, const Fix& fix) {
    json.begin_array()
        .value(fix.position.longitude.e6 / 1e6, degree_decimals)
        .value(fix.position.latitude.e6 / 1e6, degree_decimals);
    if (const auto height = altitude_m(fix)) {
        json.value(*height, tenth_decimals);
    }
    json.end_array();
}

void write_time(JsonWriter& json, const Fix& fix) { json.value(to_text(fix.time)); }

void write_point(JsonWriter& json, const Fix& fix) {
    json.begin_object().field("time", to_text(fix.time)).name("position");
    write_place(json, fix.position);
    json.field("altitude_m", altitude_m(fix), tenth_decimals)
        .field("speed_mps", speed_mps(fix), tenth_decimals)
        .end_object();
}

using Write = void (*)(JsonWriter&, const Fix&);

void write_list(JsonWriter& json, const std::vector<Fix>& piece, Write write) {
    json.begin_array();
    for (const Fix& fix : piece) {
        write(json, fix);
    }
    json.end_array();
}

/// What RFC 7946 needs for that many pieces and fixes: one, a list, or a list of lists.
void write_nested(JsonWriter& json, const std::vector<std::vector<Fix>>& pieces, Write write) {
    if (pieces.size() == 1 && pieces.front().size() == 1) {
        write(json, pieces.front().front());
    } else if (pieces.size() == 1) {
        write_list(json, pieces.front(), write);
    } else {
        json.begin_array();
        for (const auto& piece : pieces) {
            write_list(json, piece, write);
        }
        json.end_array();
    }
}

void write_geometry(JsonWriter& json, const std::vector<std::vector<Fix>>& pieces) {
    if (pieces.empty()) {
        json.null();
        return;
    }
    const char* type = pieces.size() > 1            ? "MultiLineString"
                       : pieces.front().size() == 1 ? "Point"
                                                    : "LineString";
    json.begin_object().field("type", type).name("coordinates");
    write_nested(json, pieces, write_place_with_height);
    json.end_object();
}

exchange::GpxPoint gpx_point(const Fix& fix) {
    exchange::GpxPoint point{.position = fix.position,
                             .elevation_m = altitude_m(fix),
                             .time = fix.time,
                             .speed_mps = speed_mps(fix),
                             .mode = fix.mode,
                             .satellites = fix.satellites};
    if (fix.course_2deg) {
        point.course_deg = *fix.course_2deg * degrees_per_step;
    }
    return point;
}

} // namespace

std::string track_json(const ShownTrack& track) {
    JsonWriter json;
    const auto& span = track.span;
    json.begin_object()
        .field("bib", track.bib.text())
        .field("from", span ? std::optional{to_text(span->from)} : std::nullopt)
        .field("to", span ? std::optional{to_text(span->to)} : std::nullopt)
        .field("fixes", track.fixes)
        .name("pieces")
        .begin_array();
    for (const auto& piece : track.pieces) {
        write_list(json, piece, write_point);
    }
    json.end_array().end_object();
    return json.take();
}

std::string track_gpx(const ShownTrack& track) {
    exchange::GpxTrack way{.name = track.bib.text() + " " + track.name, .segments = {}};
    for (const auto& piece : track.pieces) {
        auto& segment = way.segments.emplace_back();
        for (const Fix& fix : piece) {
            segment.push_back(gpx_point(fix));
        }
    }
    exchange::Gpx gpx;
    gpx.tracks.push_back(std::move(way));
    return exchange::write_gpx(gpx);
}

std::string track_geojson(const ShownTrack& track) {
    JsonWriter json;
    json.begin_object().field("type", "Feature").name("geometry");
    write_geometry(json, track.pieces);
    json.name("properties").begin_object().field("bib", track.bib.text()).field("name", track.name);
    if (!track.pieces.empty()) {
        json.name("coordinateProperties").begin_object().name("times");
        write_nested(json, track.pieces, write_time);
        json.end_object();
    }
    json.end_object().end_object();
    return json.take();
}

} // namespace lanterne::web
