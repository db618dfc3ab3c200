#pragma once

#include "core/geo/plane.hpp"

namespace lanterne::geo {

/// Metres from a point to the piece from a to b, not to the endless straight through them: a way
/// out and back must not collapse.
double distance_to_piece(PlanePoint point, PlanePoint a, PlanePoint b);

} // namespace lanterne::geo
