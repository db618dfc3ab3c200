#include "firmware/unit_course.hpp"

#include <algorithm>
#include <stdexcept>

namespace lanterne::firmware {
namespace {

constexpr Metres rounding{0.1}; // points are told in decimetres
constexpr Metres least_lap{1};

std::vector<course::Leg> legs_of(const wire::ConfigCourse& told) {
    std::vector<course::Leg> legs;
    for (const wire::ConfigLeg& leg : told.legs) {
        const std::string id = std::to_string(legs.size() + 1);
        geo::Polyline line{leg.line};
        // Places can differ and be the same: at the poles, and at 180 degrees east and west.
        if (line.length() < least_lap) {
            throw std::invalid_argument{"a leg has no length"};
        }
        legs.push_back({.id = id,
                        .name = id,
                        .sport = static_cast<course::Sport>(leg.sport),
                        .line = std::move(line),
                        .laps = leg.laps});
    }
    return legs;
}

course::PointKind kind_at(Metres along, Metres length) {
    if (along <= rounding) {
        return course::PointKind::start;
    }
    return along >= length - rounding ? course::PointKind::finish : course::PointKind::split;
}

course::Course with_points(const course::Course& way, const std::vector<std::uint32_t>& points_dm) {
    std::vector<course::Location> locations;
    std::vector<course::TimingPoint> points;
    for (const std::uint32_t point_dm : points_dm) {
        if (Metres{point_dm / 10.0} > way.length() + rounding) {
            throw std::invalid_argument{"a point lies beyond its end"};
        }
        const Metres along = std::min(Metres{point_dm / 10.0}, way.length());
        const std::string id = std::to_string(points.size() + 1);
        const course::Course::Place place = way.place_at(along);
        locations.push_back({.id = id, .position = way.position_at(along)});
        points.push_back({.id = id,
                          .name = id,
                          .kind = kind_at(along, way.length()),
                          .location = id,
                          .leg = place.leg,
                          .lap = place.lap,
                          .along = along});
    }
    return {way.legs(), std::move(locations), std::move(points)};
}

} // namespace

Result<std::shared_ptr<const course::Course>, std::string>
course_from(const wire::ConfigCourse& told) {
    try {
        const course::Course way{legs_of(told), {}, {}};
        return std::make_shared<const course::Course>(with_points(way, told.points_dm));
    } catch (const std::invalid_argument& reason) {
        return tl::unexpected{std::string{reason.what()}.substr(0, 40)};
    }
}

} // namespace lanterne::firmware
