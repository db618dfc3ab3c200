#include "core/exchange/course_gpx.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace lanterne::exchange {

namespace {

constexpr double degrees_per_step = 2; // of Fix::course_2deg

GpxTrack track_of(const course::Leg& leg) {
    std::vector<GpxPoint> points;
    for (std::size_t i = 0; i < leg.line.points().size(); ++i) {
        GpxPoint point{.position = leg.line.points()[i], .elevation_m = {}, .time = {}};
        if (leg.elevation) {
            point.elevation_m = leg.elevation->height_at(Metres{leg.line.along()[i]});
        }
        points.push_back(point);
    }
    return {.name = leg.name, .segments = {std::move(points)}};
}

/// "Bike lap, T2 in": each name once, in the order of the course.
std::string names_at(const course::Course& course, const std::string& location) {
    std::vector<std::string> names;
    for (const course::TimingPoint& point : course.points()) {
        if (point.location == location && std::ranges::find(names, point.name) == names.end()) {
            names.push_back(point.name);
        }
    }
    return fmt::format("{}", fmt::join(names, ", "));
}

GpxPoint point_of(const Fix& fix) {
    GpxPoint point{.position = fix.position, .elevation_m = {}, .time = fix.time};
    if (fix.altitude_dm) {
        point.elevation_m = *fix.altitude_dm / 10.0;
    }
    if (fix.speed_dmps) {
        point.speed_mps = *fix.speed_dmps / 10.0;
    }
    if (fix.course_2deg) {
        point.course_deg = *fix.course_2deg * degrees_per_step;
    }
    point.mode = fix.mode;
    point.satellites = fix.satellites;
    return point;
}

} // namespace

Gpx to_gpx(const course::Course& course) {
    Gpx gpx;
    for (const course::Location& location : course.locations()) {
        std::string name = names_at(course, location.id);
        if (!name.empty()) {
            gpx.waypoints.push_back(
                {.point = {.position = location.position, .elevation_m = {}, .time = {}},
                 .name = std::move(name),
                 .type = "gate"});
        }
    }
    for (const course::Leg& leg : course.legs()) {
        gpx.tracks.push_back(track_of(leg));
    }
    return gpx;
}

Gpx to_gpx(std::string name, std::span<const Fix> fixes) {
    GpxTrack track{.name = std::move(name), .segments = {}};
    for (std::size_t i = 0; i < fixes.size(); ++i) {
        if (i == 0 || fixes[i].time - fixes[i - 1].time > gpx_segment_gap) {
            track.segments.emplace_back();
        }
        track.segments.back().push_back(point_of(fixes[i]));
    }
    Gpx gpx;
    gpx.tracks.push_back(std::move(track));
    return gpx;
}

} // namespace lanterne::exchange
