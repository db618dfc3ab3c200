#include "simulator/day/coverage.hpp"

#include <algorithm>
#include <cmath>

namespace lanterne::simulator {

Coverage::Coverage(const course::Course& course, const std::vector<Hole>& holes)
    : length_m_{course.length().value} {
    for (const course::Leg& leg : course.legs()) {
        LegHoles& here = legs_.emplace_back(LegHoles{
            .begin_m = leg.begin.value, .lap_m = course::lap_length(leg).value, .in_lap = {}});
        for (const Hole& hole : holes) {
            if (hole.leg == leg.id) {
                here.in_lap.emplace_back(hole.from_m, hole.to_m);
            }
        }
    }
}

bool Coverage::is_covered(double along_m) const {
    const double along = std::clamp(along_m, 0.0, length_m_);
    const auto behind = std::ranges::upper_bound(legs_, along, {}, &LegHoles::begin_m);
    const LegHoles& leg = *(behind - 1);
    const double in_lap = std::fmod(along - leg.begin_m, leg.lap_m);
    return std::ranges::none_of(leg.in_lap, [in_lap](const auto& hole) {
        return in_lap >= hole.first && in_lap < hole.second;
    });
}

} // namespace lanterne::simulator
