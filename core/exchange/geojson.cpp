#include "core/exchange/geojson.hpp"

#include <functional>
#include <iterator>
#include <set>

#include <fmt/format.h>

#include "core/exchange/text.hpp"

namespace lanterne::exchange {

namespace {

using Piece = std::vector<const RecordedFix*>;

/// `text` is UTF-8.
std::string quoted(std::string_view text) {
    std::string json = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') {
            json += '\\';
            json += c;
        } else if (is_control(c)) {
            json += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
        } else {
            json += c;
        }
    }
    return json + '"';
}

std::string place_of(const Fix& fix) {
    const double east = fix.position.longitude.e6 / 1e6;
    const double north = fix.position.latitude.e6 / 1e6;
    return fix.altitude_dm
               ? fmt::format("[{:.6f},{:.6f},{:.1f}]", east, north, *fix.altitude_dm / 10.0)
               : fmt::format("[{:.6f},{:.6f}]", east, north);
}

std::string time_of(const Fix& fix) { return '"' + lanterne::to_text(fix.time) + '"'; }

using Write = std::function<std::string(const Fix&)>;

std::string list_of(const Piece& piece, const Write& write) {
    std::string json = "[";
    for (const RecordedFix* fix : piece) {
        json += fix == piece.front() ? "" : ",";
        json += write(fix->fix);
    }
    return json + "]";
}

/// A position, a list of them, or a list of lists.
std::string nested(const std::vector<Piece>& pieces, const Write& write) {
    if (pieces.size() == 1) {
        const Piece& only = pieces.front();
        return only.size() == 1 ? write(only.front()->fix) : list_of(only, write);
    }
    std::string json = "[";
    for (const Piece& piece : pieces) {
        json += &piece == pieces.data() ? "" : ",";
        json += list_of(piece, write);
    }
    return json + "]";
}

std::string geometry_of(const std::vector<Piece>& pieces) {
    if (pieces.empty()) {
        return "null";
    }
    const char* type = pieces.size() > 1            ? "MultiLineString"
                       : pieces.front().size() == 1 ? "Point"
                                                    : "LineString";
    return fmt::format("{{\"type\":\"{}\",\"coordinates\":{}}}", type, nested(pieces, place_of));
}

std::string units_of(const RecordedTrack& track) {
    std::set<UnitSerial> units;
    for (const RecordedFix& fix : track.fixes) {
        units.insert(fix.unit);
    }
    std::string json = "[";
    for (const UnitSerial& unit : units) {
        json += (json.size() > 1 ? "," : "") + quoted(unit.text());
    }
    return json + "]";
}

} // namespace

std::string geojson_begin(std::string_view race_name) {
    return fmt::format("{{\"type\":\"FeatureCollection\",\"name\":{},\"features\":[\n",
                       quoted(race_name));
}

std::string geojson_feature(const RecordedTrack& track) {
    const auto pieces = pieces_of(track);
    const std::string times =
        pieces.empty()
            ? ""
            : fmt::format(",\"coordinateProperties\":{{\"times\":{}}}", nested(pieces, time_of));
    return fmt::format("{{\"type\":\"Feature\",\"geometry\":{},\"properties\":{{\"bib\":{},"
                       "\"name\":{},\"units\":{}{}}}}}",
                       geometry_of(pieces), quoted(track.bib.text()), quoted(track.name),
                       units_of(track), times);
}

} // namespace lanterne::exchange
