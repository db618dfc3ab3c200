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

void write_points(std::string& out, const std::vector<GpxPoint>& points, std::string_view tag) {
    auto at_end = std::back_inserter(out);
    for (const GpxPoint& point : points) {
        fmt::format_to(at_end, "      <{} lat=\"{:.6f}\" lon=\"{:.6f}\">", tag,
                       point.position.latitude.e6 / 1e6, point.position.longitude.e6 / 1e6);
        if (point.elevation_m) {
            fmt::format_to(at_end, "<ele>{:.1f}</ele>", *point.elevation_m);
        }
        if (point.time) {
            fmt::format_to(at_end, "<time>{}</time>", lanterne::to_text(*point.time));
        }
        fmt::format_to(at_end, "</{}>\n", tag);
    }
}

} // namespace

std::string write_gpx(const Gpx& gpx) {
    std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                      "<gpx version=\"1.1\" creator=\"Lanterne\" "
                      "xmlns=\"http://www.topografix.com/GPX/1/1\">\n";
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
