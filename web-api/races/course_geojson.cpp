#include "web-api/races/course_geojson.hpp"

#include <cstdlib>
#include <vector>

#include "service/json_writer.hpp"
#include "web-api/races/course_json.hpp"

namespace lanterne::web {

using service::JsonWriter;

namespace {

constexpr std::int64_t half_turn_e6 = 180'000'000;

struct Place {
    double east_deg = 0;
    double north_deg = 0;
    std::optional<double> height_m;
};

void write_corner(JsonWriter& json, const Place& place) {
    json.begin_array()
        .value(place.east_deg, degree_decimals)
        .value(place.north_deg, degree_decimals);
    if (place.height_m) {
        json.value(*place.height_m, metre_decimals);
    }
    json.end_array();
}

Place place_of(Position position, std::optional<double> height_m) {
    return {position.longitude.e6 / 1e6, position.latitude.e6 / 1e6, height_m};
}

/// Where the straight way from one to the other crosses the 180th meridian, once as the end of the
/// one side (180 or -180 degrees).
Place crossing(const Place& from, const Place& to, double meridian_deg) {
    const double to_east = to.east_deg + 2 * meridian_deg; // as seen from this side
    const double share = (meridian_deg - from.east_deg) / (to_east - from.east_deg);
    Place place{meridian_deg, from.north_deg + share * (to.north_deg - from.north_deg), {}};
    if (from.height_m && to.height_m) {
        place.height_m = *from.height_m + share * (*to.height_m - *from.height_m);
    }
    return place;
}

std::vector<std::vector<Place>> pieces_of(const course::Leg& leg) {
    const auto& points = leg.line.points();
    std::vector<std::vector<Place>> pieces(1);
    for (std::size_t i = 0; i < points.size(); ++i) {
        const Place place = place_of(
            points[i], leg.elevation
                           ? std::optional{leg.elevation->height_at(Metres{leg.line.along()[i]})}
                           : std::nullopt);
        if (i > 0 && std::abs(std::int64_t{points[i].longitude.e6} - points[i - 1].longitude.e6) >
                         half_turn_e6) {
            const double side_deg = points[i - 1].longitude.e6 > 0 ? 180 : -180;
            Place cut = crossing(pieces.back().back(), place, side_deg);
            pieces.back().push_back(cut);
            cut.east_deg = -side_deg;
            pieces.push_back({cut});
        }
        pieces.back().push_back(place);
    }
    return pieces;
}

void write_line(JsonWriter& json, const std::vector<Place>& line) {
    json.begin_array();
    for (const Place& place : line) {
        write_corner(json, place);
    }
    json.end_array();
}

void write_leg(JsonWriter& json, const course::Leg& leg, std::size_t index) {
    const auto pieces = pieces_of(leg);
    const bool is_one = pieces.size() == 1;
    json.begin_object()
        .field("type", "Feature")
        .name("geometry")
        .begin_object()
        .field("type", is_one ? "LineString" : "MultiLineString")
        .name("coordinates");
    if (is_one) {
        write_line(json, pieces.front());
    } else {
        json.begin_array();
        for (const auto& piece : pieces) {
            write_line(json, piece);
        }
        json.end_array();
    }
    json.end_object().name("properties").begin_object().field("type", "leg").field("leg", index);
    write_leg_fields(json, leg);
    json.end_object().end_object();
}

void write_point(JsonWriter& json, const course::Course& course, const course::TimingPoint& point) {
    json.begin_object()
        .field("type", "Feature")
        .name("geometry")
        .begin_object()
        .field("type", "Point")
        .name("coordinates");
    write_place(json, course.position_at(point.along));
    json.end_object().name("properties").begin_object().field("type", "point");
    write_point_fields(json, course, point);
    json.end_object().end_object();
}

} // namespace

std::string course_geojson(const course::Course& course) {
    JsonWriter json;
    json.begin_object().field("type", "FeatureCollection").name("features").begin_array();
    for (std::size_t index = 0; index < course.legs().size(); ++index) {
        write_leg(json, course.legs()[index], index);
    }
    for (const course::TimingPoint& point : course.points()) {
        write_point(json, course, point);
    }
    json.end_array().end_object();
    return json.take();
}

} // namespace lanterne::web
