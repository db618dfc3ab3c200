#include "core/exchange/gpx.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>

#include <fmt/format.h>
#include <pugixml.hpp>

#include "core/exchange/text.hpp"

namespace lanterne::exchange {

namespace {

constexpr double lowest_elevation_m = -1'000;
constexpr double highest_elevation_m = 20'000;

/// Without a prefix such as "gpx:".
std::string_view local_name(const pugi::xml_node& node) {
    const std::string_view name = node.name();
    return name.substr(name.rfind(':') + 1);
}

class Reader {
public:
    Reader(std::string_view file, std::string_view bytes)
        : bytes_{bytes}, lines_{bytes}, faults_{file} {}

    Result<Gpx, std::vector<Fault>> read() {
        if (is_acceptable() && parse()) {
            read_root(document_.document_element());
        }
        if (!faults_.empty()) {
            return tl::unexpected{faults_.take()};
        }
        return std::move(gpx_);
    }

private:
    bool is_acceptable();
    bool parse();
    void read_root(const pugi::xml_node& root);
    void read_track(const pugi::xml_node& node);
    void read_route(const pugi::xml_node& node);
    void read_waypoint(const pugi::xml_node& node);
    void read_points(const pugi::xml_node& parent, std::string_view tag, GpxTrack& track);
    void read_point(const pugi::xml_node& node, std::vector<GpxPoint>& points);
    std::optional<std::int32_t> angle(const pugi::xml_node& node, const char* name, int limit);
    std::optional<double> elevation(const pugi::xml_node& node);
    std::optional<UtcTime> time(const pugi::xml_node& node);

    std::size_t line_of(const pugi::xml_node& node) const {
        return lines_.line_at(
            static_cast<std::size_t>(std::max<std::ptrdiff_t>(0, node.offset_debug())));
    }

    std::string_view bytes_;
    LineIndex lines_;
    Faults faults_;
    pugi::xml_document document_;
    Gpx gpx_;
    std::size_t points_ = 0;
};

bool Reader::is_acceptable() {
    if (bytes_.size() > max_gpx_bytes) {
        faults_.add(0, fmt::format("has {} bytes", bytes_.size()),
                    fmt::format("at most {}", max_gpx_bytes));
        return false;
    }
    if (const auto offset = first_not_text(bytes_)) {
        faults_.add(lines_.line_at(*offset), "is not UTF-8 text", "GPX saved as UTF-8");
        return false;
    }
    const auto marks = static_cast<std::size_t>(
        std::ranges::count_if(bytes_, [](char c) { return c == '<' || c == '='; }));
    if (marks > max_gpx_marks) {
        faults_.add(0, "has too many tags and attributes", "a file without extensions");
        return false;
    }
    return true;
}

bool Reader::parse() {
    // pugixml expands no entities of a document's own, and parse_doctype shows us who tries.
    const auto result =
        document_.load_buffer(bytes_.data(), bytes_.size(),
                              pugi::parse_default | pugi::parse_doctype, pugi::encoding_utf8);
    if (!result) {
        const auto offset = static_cast<std::size_t>(std::max<std::ptrdiff_t>(0, result.offset));
        faults_.add(lines_.line_at(offset),
                    fmt::format("is not well-formed XML ({})", result.description()),
                    "a whole GPX file");
        return false;
    }
    for (const pugi::xml_node& node : document_) {
        if (node.type() == pugi::node_doctype) {
            faults_.add(line_of(node), "has a DOCTYPE", "GPX without one");
            return false;
        }
    }
    return true;
}

void Reader::read_root(const pugi::xml_node& root) {
    const std::string_view version = root.attribute("version").value();
    if (local_name(root) != "gpx") {
        faults_.add(line_of(root), fmt::format("its first element is {}", shown(root.name())),
                    "\"gpx\"");
        return;
    }
    if (!version.empty() && version != "1.1" && version != "1.0") {
        faults_.add(line_of(root), fmt::format("is GPX of version {}", shown(version)),
                    "1.1 or 1.0");
        return;
    }
    for (const pugi::xml_node& node : root) {
        if (local_name(node) == "trk") {
            read_track(node);
        } else if (local_name(node) == "rte") {
            read_route(node);
        } else if (local_name(node) == "wpt") {
            read_waypoint(node);
        }
    }
    if (points_ > max_gpx_points) {
        faults_.add(0, fmt::format("has {} points", points_),
                    fmt::format("at most {}", max_gpx_points));
    }
}

void Reader::read_track(const pugi::xml_node& node) {
    GpxTrack track;
    for (const pugi::xml_node& child : node) {
        if (local_name(child) == "name") {
            track.name = child.text().get();
        } else if (local_name(child) == "trkseg") {
            read_points(child, "trkpt", track);
        }
    }
    gpx_.tracks.push_back(std::move(track));
}

void Reader::read_route(const pugi::xml_node& node) {
    GpxTrack route;
    for (const pugi::xml_node& child : node) {
        if (local_name(child) == "name") {
            route.name = child.text().get();
        }
    }
    read_points(node, "rtept", route);
    gpx_.routes.push_back(std::move(route));
}

void Reader::read_waypoint(const pugi::xml_node& node) {
    std::vector<GpxPoint> points;
    if (++points_ <= max_gpx_points) {
        read_point(node, points);
    }
    for (GpxPoint& point : points) {
        GpxWaypoint waypoint{.point = point, .name = {}, .type = {}};
        for (const pugi::xml_node& child : node) {
            if (local_name(child) == "name") {
                waypoint.name = child.text().get();
            } else if (local_name(child) == "type") {
                waypoint.type = child.text().get();
            }
        }
        gpx_.waypoints.push_back(std::move(waypoint));
    }
}

void Reader::read_points(const pugi::xml_node& parent, std::string_view tag, GpxTrack& track) {
    std::vector<GpxPoint> points;
    for (const pugi::xml_node& node : parent) {
        if (local_name(node) != tag) {
            continue;
        }
        if (++points_ <= max_gpx_points) {
            read_point(node, points);
        }
    }
    if (!points.empty()) {
        track.segments.push_back(std::move(points));
    }
}

void Reader::read_point(const pugi::xml_node& node, std::vector<GpxPoint>& points) {
    const auto latitude = angle(node, "lat", 90);
    const auto longitude = angle(node, "lon", 180);
    const auto elevation_m = elevation(node);
    const auto when = time(node);
    if (latitude && longitude) {
        points.push_back({.position = {Latitude{*latitude}, Longitude{*longitude}},
                          .elevation_m = elevation_m,
                          .time = when,
                          .line = line_of(node)});
    }
}

std::optional<std::int32_t> Reader::angle(const pugi::xml_node& node, const char* name, int limit) {
    const pugi::xml_attribute attribute = node.attribute(name);
    const auto right = fmt::format("a number of degrees from -{} to {}", limit, limit);
    if (!attribute) {
        faults_.add(line_of(node), fmt::format("a point has no {}", name), right);
        return std::nullopt;
    }
    const auto degrees = parse_number(trimmed(attribute.value()));
    if (!degrees || std::abs(*degrees) > limit) {
        faults_.add(line_of(node), fmt::format("{} is {}", name, shown(attribute.value())), right);
        return std::nullopt;
    }
    return static_cast<std::int32_t>(std::llround(*degrees * 1e6));
}

std::optional<double> Reader::elevation(const pugi::xml_node& node) {
    const std::string_view text = trimmed(node.child("ele").text().get());
    if (text.empty()) {
        return std::nullopt;
    }
    const auto metres = parse_number(text);
    if (!metres || *metres < lowest_elevation_m || *metres > highest_elevation_m) {
        faults_.add(line_of(node.child("ele")), fmt::format("ele is {}", shown(text)),
                    fmt::format("metres from {} to {}", lowest_elevation_m, highest_elevation_m));
        return std::nullopt;
    }
    return metres;
}

std::optional<UtcTime> Reader::time(const pugi::xml_node& node) {
    const std::string_view text = trimmed(node.child("time").text().get());
    if (text.empty()) {
        return std::nullopt;
    }
    const auto when = parse_time(text);
    if (!when) {
        faults_.add(line_of(node.child("time")), fmt::format("time is {}", shown(text)),
                    "RFC 3339 with an offset, such as 2026-05-17T08:00:00Z");
    }
    return when;
}

} // namespace

Result<Gpx, std::vector<Fault>> read_gpx(std::string_view file, std::string_view bytes) {
    return Reader{file, bytes}.read();
}

} // namespace lanterne::exchange
