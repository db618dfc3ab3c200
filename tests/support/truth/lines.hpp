#pragma once

#include <vector>

#include "core/geo/plane.hpp"
#include "core/geo/polyline.hpp"

namespace lanterne::truth {

using Corners = std::vector<geo::PlanePoint>; ///< metres east and north of where the races are

/// Points of a circle's arc, each ten degrees, from one angle to another (0: east, 90: north).
Corners arc(geo::PlanePoint centre, double radius, double from_deg, double to_deg);

Corners joined(Corners a, const Corners& b);

/// A lap of an oval that begins in the middle of its southern straight, going east.
Corners oval(double straight, double radius);

geo::Polyline line_through(const Corners& corners);

/// The same line as somebody drew it: each `every_m` it lies `wrong_m` to one side or the other,
/// smoothly changing between. A loop stays one; any other line keeps its ends.
geo::Polyline misdrawn(const geo::Polyline& line, double wrong_m, double every_m,
                       std::uint64_t seed);

} // namespace lanterne::truth
