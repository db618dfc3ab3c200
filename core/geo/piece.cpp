#include "core/geo/piece.hpp"

#include <algorithm>

namespace lanterne::geo {

double distance_to_piece(PlanePoint point, PlanePoint a, PlanePoint b) {
    const PlanePoint piece = b - a;
    const double squared = dot(piece, piece);
    const double share = squared > 0 ? std::clamp(dot(point - a, piece) / squared, 0.0, 1.0) : 0;
    return length(point - (a + piece * share));
}

} // namespace lanterne::geo
