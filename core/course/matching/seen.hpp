#pragma once

#include <optional>

#include "core/base/units.hpp"
#include "core/geo/plane.hpp"

namespace lanterne::course {

/// A fix in the matcher's terms.
struct Seen {
    double t = 0;       ///< seconds since the gun
    double seconds = 0; ///< since the fix before
    Position position{Latitude{0}, Longitude{0}};
    std::optional<double> speed; ///< m/s
    std::optional<geo::PlanePoint> direction;
    double accuracy_m = 0; ///< 0: not stated
    double moved = 0;      ///< metres since the fix before

    /// Speed along a line of that direction, m/s; without a direction the sign is the expected
    /// one's.
    std::optional<double> speed_along(const geo::PlanePoint& line, double expected) const;

    /// Speed across a line of that direction, as far as a drawn line's wiggles do not explain it.
    double speed_across(const geo::PlanePoint& line) const;
};

} // namespace lanterne::course
