#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "core/geo/plane.hpp"

namespace lanterne::geo {

/// The indexes, ascending, of at most `most` points that show the shape of a line best: its first
/// and its last, those in `kept`, and then, one at a time, whichever point lies farthest from the
/// straight pieces between the ones that are there already (the order in which Douglas and Peucker,
/// 1973, would find them), until nothing is off by more than a millimetre. Of points as far away as
/// each other the first.
///
/// `kept` ascends and stays even when it is longer than `most`. Time grows with the length of the
/// line times the logarithm of `most`; for lines made to be slow, times `most`.
std::vector<std::size_t> thinned(std::span<const PlanePoint> line,
                                 std::span<const std::size_t> kept, std::size_t most);

} // namespace lanterne::geo
