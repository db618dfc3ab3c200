#include <iterator>

#include <fmt/format.h>

#include "core/exchange/gpx.hpp"

namespace lanterne::exchange {

namespace {

/// For text between tags and in attributes; what XML 1.0 cannot hold at all becomes '?'.
std::string escaped(std::string_view text) {
    std::string result;
    for (const char c : text) {
        switch (c) {
        case '&': result += "&amp;"; break;
        case '<': result += "&lt;"; break;
        case '>': result += "&gt;"; break;
        case '"': result += "&quot;"; break;
        default: result += c >= 0 && c < ' ' && c != '\t' && c != '\n' ? '?' : c;
        }
    }
    return result;
}

std::string_view text_of(FixMode mode) {
    switch (mode) {
    case FixMode::none: return "none";
    case FixMode::fix_2d: return "2d";
    case FixMode::fix_3d: return "3d";
    case FixMode::unknown: break;
    }
    return "";
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
        fmt::format_to(at_end, "<fix>{}</fix>", text_of(point.mode));
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

std::string write_gpx(const Gpx& gpx) {
    std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                      "<gpx version=\"1.1\" creator=\"Lanterne\" "
                      "xmlns=\"http://www.topografix.com/GPX/1/1\" "
                      "xmlns:gpxtpx=\"http://www.garmin.com/xmlschemas/TrackPointExtension/v2\">\n";
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
        out += fmt::format("  <trk>\n    <name>{}</name>\n", escaped(track.name));
        for (const auto& points : track.segments) {
            out += "    <trkseg>\n";
            write_points(out, points, "trkpt");
            out += "    </trkseg>\n";
        }
        out += "  </trk>\n";
    }
    return out + "</gpx>\n";
}

} // namespace lanterne::exchange
