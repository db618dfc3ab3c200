#include "web-api/races/leg_heights.hpp"

#include <algorithm>
#include <cmath>

namespace lanterne::web {

std::optional<LegHeights> leg_heights(const course::Leg& leg) {
    if (!leg.elevation) {
        return std::nullopt;
    }
    const double lap_m = lap_length(leg).value;
    const double wished = std::ceil(lap_m / course::Elevation::knot_apart.value);
    const double steps = std::clamp(wished, 1.0, static_cast<double>(max_leg_heights - 1));

    LegHeights heights{.step = Metres{lap_m / steps}, .heights_m = {}};
    for (std::size_t index = 0; index <= static_cast<std::size_t>(steps); ++index) {
        const Metres in_lap{heights.step.value * static_cast<double>(index)};
        heights.heights_m.push_back(leg.elevation->height_at(in_lap));
    }
    return heights;
}

} // namespace lanterne::web
