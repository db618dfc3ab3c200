#include "web-api/page/course_drawing.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>

#include <fmt/format.h>

namespace lanterne::web::page {

namespace {

constexpr double drawing_width = 1000;
constexpr double margin = 0.08;       // of the larger side
constexpr double least_height = 0.45; // of the width: a straight road still gets room for its dots
constexpr double most_height = 1.1;
constexpr double least_span_deg = 1e-4;
constexpr double label_width = 250; // labels closer than this share lines
constexpr double label_height = 24;

double degrees(Latitude latitude) { return latitude.e6 * 1e-6; }

double degrees(Longitude longitude) { return longitude.e6 * 1e-6; }

struct Bounds {
    double west = 180;
    double east = -180;
    double south = 90;
    double north = -90;
};

using Courses = std::vector<const course::Course*>;
using Legs = std::vector<const course::Leg*>;

/// The legs of all courses, each id once: it is the same line.
Legs legs_of(const Courses& courses) {
    Legs legs;
    for (const course::Course* course : courses) {
        for (const course::Leg& leg : course->legs()) {
            if (std::ranges::find(legs, leg.id, &course::Leg::id) == legs.end()) {
                legs.push_back(&leg);
            }
        }
    }
    return legs;
}

Bounds bounds_of(const Legs& legs) {
    Bounds bounds;
    for (const course::Leg* leg : legs) {
        for (const Position point : leg->line.points()) {
            bounds.west = std::min(bounds.west, degrees(point.longitude));
            bounds.east = std::max(bounds.east, degrees(point.longitude));
            bounds.south = std::min(bounds.south, degrees(point.latitude));
            bounds.north = std::max(bounds.north, degrees(point.latitude));
        }
    }
    return bounds;
}

View view_of(const Bounds& bounds) {
    const double middle = (bounds.south + bounds.north) / 2;
    const double squeeze = std::max(std::cos(middle * std::numbers::pi / 180), 0.01);
    const double across = std::max((bounds.east - bounds.west) * squeeze, least_span_deg);
    const double up = std::max(bounds.north - bounds.south, least_span_deg);
    const double border = margin * std::max(across, up);
    const double shape = (up + 2 * border) / (across + 2 * border);
    const double height = drawing_width * std::clamp(shape, least_height, most_height);
    const double ky = std::min(drawing_width / (across + 2 * border), height / (up + 2 * border));
    const double kx = ky * squeeze;
    return {.lon0 = (bounds.west + bounds.east) / 2 - drawing_width / 2 / kx,
            .lat0 = middle + height / 2 / ky,
            .kx = kx,
            .ky = ky,
            .width = drawing_width,
            .height = height};
}

struct Drawn {
    double x;
    double y;
};

Drawn place(const View& view, Position position) {
    return {.x = (degrees(position.longitude) - view.lon0) * view.kx,
            .y = (view.lat0 - degrees(position.latitude)) * view.ky};
}

std::string path_of(const View& view, const geo::Polyline& line) {
    std::string path;
    for (const Position point : line.points()) {
        const auto [x, y] = place(view, point);
        path += fmt::format("{}{:.1f} {:.1f}", path.empty() ? 'M' : 'L', x, y);
    }
    return path;
}

/// "Bike lap, T2 in": each name once, in the order of the course.
std::string label_of(const Courses& courses, const std::string& location) {
    std::vector<std::string> names;
    for (const course::Course* course : courses) {
        for (const auto& point : course->points()) {
            if (point.location == location && std::ranges::find(names, point.name) == names.end()) {
                names.push_back(point.name);
            }
        }
    }
    return fmt::format("{}", fmt::join(names, ", "));
}

/// Pushes labels apart, from the top down, where gates lie close together.
void separate_labels(std::vector<DrawnGate>& gates) {
    std::ranges::sort(gates, {}, &DrawnGate::y);
    for (std::size_t lower = 1; lower < gates.size(); ++lower) {
        for (std::size_t upper = 0; upper < lower; ++upper) {
            const bool near = std::abs(gates[lower].x - gates[upper].x) < label_width &&
                              gates[lower].label_left == gates[upper].label_left;
            if (near) {
                gates[lower].label_y =
                    std::max(gates[lower].label_y, gates[upper].label_y + label_height);
            }
        }
    }
}

} // namespace

CourseDrawing draw(const Courses& courses) {
    const Legs legs = legs_of(courses);
    const View view = view_of(bounds_of(legs));
    CourseDrawing drawing{.view = view, .legs = {}, .gates = {}};
    for (const course::Leg* leg : legs) {
        drawing.legs.push_back({.path = path_of(view, leg->line),
                                .sport = std::string{course::to_text(leg->sport)},
                                .name = leg->name});
    }
    std::map<std::string, Position> places;
    for (const course::Course* course : courses) {
        for (const auto& location : course->locations()) {
            places.emplace(location.id, location.position);
        }
    }
    for (const auto& [location, position] : places) {
        const std::string label = label_of(courses, location);
        if (label.empty()) {
            continue; // no course passes it
        }
        const auto [x, y] = place(view, position);
        drawing.gates.push_back(
            {.x = x, .y = y, .label_y = y, .label = label, .label_left = x > drawing_width / 2});
    }
    separate_labels(drawing.gates);
    return drawing;
}

} // namespace lanterne::web::page
