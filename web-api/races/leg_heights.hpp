#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "core/base/units.hpp"
#include "core/course/course.hpp"

namespace lanterne::web {

/// The most heights that a leg's profile has: more than a screen shows.
inline constexpr std::size_t max_leg_heights = 400;

/// The heights of one lap, `step` apart: the first at its begin, the last at its end.
struct LegHeights {
    Metres step{0};
    std::vector<double> heights_m; ///< 2 to max_leg_heights, metres above the sea, smoothed
};

/// As dense as the course knows them (course::Elevation::knot_apart), or as many as may be. Nothing
/// where the leg's heights are not known.
std::optional<LegHeights> leg_heights(const course::Leg& leg);

} // namespace lanterne::web
