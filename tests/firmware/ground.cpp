#include "tests/firmware/ground.hpp"

#include <cmath>
#include <string>

namespace lanterne::firmware {

Fix fix_at(std::chrono::milliseconds time, PlanePoint where, PlanePoint velocity,
           double accuracy_m) {
    return {.time = race_start + time,
            .position = ground.to_position(where),
            .speed_dmps = static_cast<std::uint16_t>(std::lround(geo::length(velocity) * 10)),
            .course_2deg =
                static_cast<std::uint8_t>(std::lround(geo::bearing_of(velocity) / 2) % 180),
            .accuracy_dm = static_cast<std::uint16_t>(std::lround(accuracy_m * 10))};
}

geo::Polyline line_along(const std::vector<PlanePoint>& corners) {
    std::vector<Position> line;
    for (const PlanePoint corner : corners) {
        line.push_back(ground.to_position(corner));
    }
    return geo::Polyline{line};
}

std::shared_ptr<const course::Course> course_along(const std::vector<PlanePoint>& corners,
                                                   const std::vector<double>& splits,
                                                   bool has_finish) {
    std::vector<course::Leg> legs{
        {.id = "run", .sport = course::Sport::run, .line = line_along(corners)}};
    std::vector<course::TimingPoint> points;
    for (const double along : splits) {
        points.push_back(
            {.id = std::to_string(points.size()), .location = "gate", .along = Metres{along}});
    }
    if (has_finish) {
        points.push_back({.id = "finish",
                          .kind = course::PointKind::finish,
                          .location = "gate",
                          .along = legs[0].line.length()});
    }
    return std::make_shared<course::Course>(
        std::move(legs),
        std::vector{course::Location{.id = "gate", .position = ground.to_position(corners[0])}},
        std::move(points));
}

} // namespace lanterne::firmware
