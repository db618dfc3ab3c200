#include "web-api/coast/clip.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include <boost/geometry.hpp>
#include <boost/geometry/geometries/box.hpp>
#include <boost/geometry/geometries/linestring.hpp>
#include <boost/geometry/geometries/multi_linestring.hpp>
#include <boost/geometry/geometries/multi_polygon.hpp>
#include <boost/geometry/geometries/point_xy.hpp>
#include <boost/geometry/geometries/polygon.hpp>

#include "service/json_writer.hpp"

namespace lanterne::web::coast {

namespace {

namespace bg = boost::geometry;

// On a plane of degrees: a box of degrees has straight edges there, as on the map.
using Point = bg::model::d2::point_xy<double>;
using Polygon = bg::model::polygon<Point>;
using Polygons = bg::model::multi_polygon<Polygon>;
using Line = bg::model::linestring<Point>;
using Lines = bg::model::multi_linestring<Line>;
using Frame = bg::model::box<Point>;

constexpr double reach = 1.5;           // of the courses' span, to each side of their middle
constexpr double least_reach_deg = 0.3; // of latitude
constexpr double most_latitude = 85;    // where the map's projection ends
constexpr int degree_decimals = 4;
constexpr double first_tolerance_deg = 1e-3;

struct Shapes {
    Polygons land;
    Lines coast;
};

Point point_of(const Corner& corner) { return {corner.longitude, corner.latitude}; }

Polygon polygon_of(const LandArea& area) {
    Polygon polygon;
    polygon.inners().resize(area.size() - 1);
    for (std::size_t ring = 0; ring < area.size(); ++ring) {
        auto& target = ring == 0 ? polygon.outer() : polygon.inners()[ring - 1];
        std::ranges::transform(area[ring], std::back_inserter(target), point_of);
    }
    bg::correct(polygon);
    return polygon;
}

/// bg::envelope() by hand: g++ 12 believes it to read what was never written.
template<class Points>
Frame around(const Points& points) {
    Frame frame{points.front(), points.front()};
    for (const Point& point : points) {
        Point& low = frame.min_corner();
        Point& high = frame.max_corner();
        low = {std::min(low.x(), point.x()), std::min(low.y(), point.y())};
        high = {std::max(high.x(), point.x()), std::max(high.y(), point.y())};
    }
    return frame;
}

Line line_of(const Ring& ring) {
    Line line;
    std::ranges::transform(ring, std::back_inserter(line), point_of);
    return line;
}

Shapes clipped(const std::vector<LandArea>& land, const Frame& frame) {
    Shapes shapes;
    for (const LandArea& area : land) {
        if (bg::disjoint(around(line_of(area.front())), frame)) {
            continue;
        }
        Polygons within;
        bg::intersection(frame, polygon_of(area), within);
        shapes.land.insert(shapes.land.end(), within.begin(), within.end());
        for (const Ring& ring : area) {
            Lines pieces;
            bg::intersection(frame, line_of(ring), pieces);
            shapes.coast.insert(shapes.coast.end(), pieces.begin(), pieces.end());
        }
    }
    return shapes;
}

template<class Points>
void write_points(service::JsonWriter& json, const Points& points) {
    json.begin_array();
    for (const Point& point : points) {
        json.begin_array()
            .value(point.x(), degree_decimals)
            .value(point.y(), degree_decimals)
            .end_array();
    }
    json.end_array();
}

void begin_feature(service::JsonWriter& json, const char* kind, const char* type) {
    json.begin_object().field("type", "Feature").name("properties").begin_object();
    json.field("kind", kind).end_object().name("geometry").begin_object();
    json.field("type", type).name("coordinates").begin_array();
}

void end_feature(service::JsonWriter& json) { json.end_array().end_object().end_object(); }

std::string written(const Shapes& shapes, const Box& box) {
    service::JsonWriter json;
    json.begin_object().field("type", "FeatureCollection").name("bbox").begin_array();
    for (const Corner& corner : {box.south_west, box.north_east}) {
        json.value(corner.longitude, degree_decimals).value(corner.latitude, degree_decimals);
    }
    json.end_array().name("features").begin_array();
    begin_feature(json, "land", "MultiPolygon");
    for (const Polygon& polygon : shapes.land) {
        // Boost's rings turn clockwise; those of RFC 7946 the other way, section 3.1.6.
        json.begin_array();
        Polygon turned = polygon;
        std::ranges::reverse(turned.outer());
        write_points(json, turned.outer());
        for (auto& hole : turned.inners()) {
            std::ranges::reverse(hole);
            write_points(json, hole);
        }
        json.end_array();
    }
    end_feature(json);
    begin_feature(json, "coast", "MultiLineString");
    for (const Line& line : shapes.coast) {
        write_points(json, line);
    }
    end_feature(json);
    json.end_array().end_object();
    return json.take();
}

/// What is smaller than the tolerance is no shape any more.
template<class Points>
bool is_lost(const Points& points, double tolerance_deg) {
    if (points.empty()) {
        return true;
    }
    const Frame frame = around(points);
    return frame.max_corner().x() - frame.min_corner().x() < tolerance_deg &&
           frame.max_corner().y() - frame.min_corner().y() < tolerance_deg;
}

Shapes simplified(const Shapes& shapes, double tolerance_deg) {
    Shapes rough;
    bg::simplify(shapes.coast, rough.coast, tolerance_deg);
    bg::simplify(shapes.land, rough.land, tolerance_deg);
    std::erase_if(rough.coast, [&](const Line& line) { return is_lost(line, tolerance_deg); });
    std::erase_if(rough.land,
                  [&](const Polygon& area) { return is_lost(area.outer(), tolerance_deg); });
    return rough;
}

} // namespace

Box box_around(const plan::RacePlan& plan) {
    Box span{.south_west = {180, 90}, .north_east = {-180, -90}};
    for (const course::Course* course : plan::courses_of(plan)) {
        for (const course::Leg& leg : course->legs()) {
            for (const Position place : leg.line.points()) {
                const Corner at{place.longitude.e6 / 1e6, place.latitude.e6 / 1e6};
                span = {{std::min(span.south_west.longitude, at.longitude),
                         std::min(span.south_west.latitude, at.latitude)},
                        {std::max(span.north_east.longitude, at.longitude),
                         std::max(span.north_east.latitude, at.latitude)}};
            }
        }
    }
    const Corner middle{(span.south_west.longitude + span.north_east.longitude) / 2,
                        (span.south_west.latitude + span.north_east.latitude) / 2};
    const double squeeze = std::max(std::cos(middle.latitude * std::numbers::pi / 180), 0.05);
    const double up = span.north_east.latitude - span.south_west.latitude;
    const double across = (span.north_east.longitude - span.south_west.longitude) * squeeze;
    const double half = std::max(reach * std::max(up, across), least_reach_deg);
    return {{std::max(middle.longitude - half / squeeze, -180.0),
             std::max(middle.latitude - half, -most_latitude)},
            {std::min(middle.longitude + half / squeeze, 180.0),
             std::min(middle.latitude + half, most_latitude)}};
}

std::string clip_to_geojson(const std::vector<LandArea>& land, const Box& box) {
    const Frame frame{point_of(box.south_west), point_of(box.north_east)};
    const Shapes shapes = clipped(land, frame);
    std::string json = written(shapes, box);
    for (double tolerance = first_tolerance_deg; json.size() > max_coast_bytes; tolerance *= 2) {
        json = written(simplified(shapes, tolerance), box);
    }
    return json;
}

} // namespace lanterne::web::coast
