#pragma once

#include <array>
#include <cstddef>

#include "core/course/way/coordinate.hpp"
#include "core/course/way/way_filter.hpp"

namespace lanterne::course {

/// An observation that was taken, for the way back.
struct Taken {
    WayVector h{};
    WayVector gain{};
    double off = 0;
    double variance = 0;
};

/// How far off an observation is: its square, and what was to be expected of that.
struct Surprise {
    double square = 0;
    double expected = 0;
};

/// Of a sighting's place along.
Surprise surprise_of_place(const WayState& state, const Sighting& sighting);

/// A sighting that surprises casts doubt on the state before it is taken.
void doubt(WayState& state, const Sighting& sighting);

/// What a sighting was taken as: speed, place along, place aside.
struct TakenSighting {
    std::array<Taken, 3> parts;
    std::size_t number = 0;
};

TakenSighting take(WayState& state, const Sighting& sighting);

} // namespace lanterne::course
