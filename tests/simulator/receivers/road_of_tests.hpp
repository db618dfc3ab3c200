#pragma once

#include "simulator/receivers/sky.hpp"

namespace lanterne::simulator {

/// A kilometre to swim, and two laps of ten kilometres to the east and back to ride.
inline course::Course road_of_tests() {
    const geo::LocalPlane ground{{Latitude{45'400'000}, Longitude{13'700'000}}};
    const auto line = [&](std::vector<geo::PlanePoint> points) {
        std::vector<Position> positions;
        for (const geo::PlanePoint point : points) {
            positions.push_back(ground.to_position(point));
        }
        return geo::Polyline{positions};
    };
    std::vector<course::Leg> legs{{.id = "swim",
                                   .name = "",
                                   .sport = course::Sport::swim,
                                   .line = line({{-1'000, 0}, {0, 0}})},
                                  {.id = "bike",
                                   .name = "",
                                   .sport = course::Sport::bike,
                                   .line = line({{0, 0}, {5'000, 0}, {0, 0}}),
                                   .laps = 2}};
    course::unroll(legs);
    return {legs, {}, {}};
}

} // namespace lanterne::simulator
