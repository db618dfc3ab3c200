#include <iterator>

#include <fmt/format.h>

#include "core/exchange/gpx.hpp"
#include "core/exchange/recorded_track.hpp"
#include "core/exchange/text.hpp"

namespace lanterne::exchange {

namespace {

/// For text between tags and in attributes; what XML 1.0 cannot hold at all becomes '?'.
std::string escaped(std::string_view text) {
    std::string result;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char c = text[at];
        const std::string_view three = text.substr(at, 3);
        if (three == "\xef\xbf\xbe" || three == "\xef\xbf\xbf") { // U+FFFE and U+FFFF
            result += '?';
            at += 2;
            continue;
        }
        switch (c) {
        case '&': result += "&amp;"; break;
        case '<': result += "&lt;"; break;
        case '>': result += "&gt;"; break;
        case '"': result += "&quot;"; break;
        default: result += is_control(c) && c != '\t' && c != '\n' ? '?' : c;
        }
    }
    return result;
}

void write_motion(std::string& out, const GpxPoint& point) {
    if (!point.speed_mps && !point.course_deg) {
        return;
    }
    auto at_end = std::back_inserter(out);
    out += "<extensions><gpxtpx:TrackPointExtension>";
    if (point.speed_mps) {
        fmt::format_to(at_end, "<gpxtpx:speed>{:.1f}</gpxtpx:speed>", *point.speed_mps);
    }
    if (point.course_deg) {
        fmt::format_to(at_end, "<gpxtpx:course>{:.0f}</gpxtpx:course>", *point.course_deg);
    }
    out += "</gpxtpx:TrackPointExtension></extensions>";
}

/// In the order of the schema's wptType: ele, time, name, type, fix, sat, extensions.
void write_point(std::string& out, const GpxPoint& point, std::string_view tag,
                 std::string_view name = {}, std::string_view type = {}) {
    auto at_end = std::back_inserter(out);
    fmt::format_to(at_end, "<{} lat=\"{:.6f}\" lon=\"{:.6f}\">", tag,
                   point.position.latitude.e6 / 1e6, point.position.longitude.e6 / 1e6);
    if (point.elevation_m) {
        fmt::format_to(at_end, "<ele>{:.1f}</ele>", *point.elevation_m);
    }
    if (point.time) {
        fmt::format_to(at_end, "<time>{}</time>", lanterne::to_text(*point.time));
    }
    if (!name.empty()) {
        fmt::format_to(at_end, "<name>{}</name>", escaped(name));
    }
    if (!type.empty()) {
        fmt::format_to(at_end, "<type>{}</type>", escaped(type));
    }
    if (point.mode != FixMode::unknown) {
        fmt::format_to(at_end, "<fix>{}</fix>", to_text(point.mode));
    }
    if (point.satellites > 0) {
        fmt::format_to(at_end, "<sat>{}</sat>", point.satellites);
    }
    write_motion(out, point);
    fmt::format_to(at_end, "</{}>\n", tag);
}

void write_points(std::string& out, const std::vector<GpxPoint>& points, std::string_view tag) {
    for (const GpxPoint& point : points) {
        out += "      ";
        write_point(out, point, tag);
    }
}

} // namespace

std::string gpx_begin(std::string_view name) {
    const std::string begin =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<gpx version=\"1.1\" creator=\"Lanterne\" "
        "xmlns=\"http://www.topografix.com/GPX/1/1\" "
        "xmlns:gpxtpx=\"http://www.garmin.com/xmlschemas/TrackPointExtension/v2\">\n";
    return name.empty() ? begin
                        : begin + fmt::format("  <metadata>\n    <name>{}</name>\n  </metadata>\n",
                                              escaped(name));
}

std::string gpx_track(const GpxTrack& track) {
    std::string out = fmt::format("  <trk>\n    <name>{}</name>\n", escaped(track.name));
    for (const auto& points : track.segments) {
        out += "    <trkseg>\n";
        write_points(out, points, "trkpt");
        out += "    </trkseg>\n";
    }
    return out + "  </trk>\n";
}

GpxTrack gpx_track_of(const RecordedTrack& track) {
    GpxTrack gpx{.name = track.bib.text() + " " + track.name, .segments = {}};
    for (const auto& piece : pieces_of(track)) {
        std::vector<GpxPoint>& points = gpx.segments.emplace_back();
        for (const RecordedFix* recorded : piece) {
            const Fix& fix = recorded->fix;
            GpxPoint point{.position = fix.position,
                           .elevation_m = {},
                           .time = fix.time,
                           .mode = fix.mode,
                           .satellites = fix.satellites};
            if (fix.altitude_dm) {
                point.elevation_m = *fix.altitude_dm / 10.0;
            }
            if (fix.speed_dmps) {
                point.speed_mps = *fix.speed_dmps / 10.0;
            }
            if (fix.course_2deg) {
                point.course_deg = 2.0 * *fix.course_2deg;
            }
            points.push_back(point);
        }
    }
    return gpx;
}

std::string write_gpx(const Gpx& gpx) {
    std::string out = gpx_begin();
    for (const GpxWaypoint& waypoint : gpx.waypoints) {
        out += "  ";
        write_point(out, waypoint.point, "wpt", waypoint.name, waypoint.type);
    }
    for (const GpxTrack& route : gpx.routes) {
        out += fmt::format("  <rte>\n    <name>{}</name>\n", escaped(route.name));
        for (const auto& points : route.segments) {
            write_points(out, points, "rtept");
        }
        out += "  </rte>\n";
    }
    for (const GpxTrack& track : gpx.tracks) {
        out += gpx_track(track);
    }
    return out + std::string{gpx_end};
}

} // namespace lanterne::exchange
