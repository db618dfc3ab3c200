#pragma once

#include <array>
#include <cstddef>

#include "core/course/way/way_filter.hpp"
#include "core/geo/plane.hpp"

namespace lanterne::course {

/// One number that was seen of a state, and how well: a speed, or how far somebody is along or
/// right of the line. In a place both errors of the receiver are seen, each in that direction.
struct Observation {
    enum class Of { speed, along, right };

    Of of = Of::speed;
    geo::PlanePoint direction; ///< in which the errors are seen
    double value = 0;
    double variance = 0;
    double trusted = 0; ///< deviations; what differs more counts less

    /// What would be seen of that state.
    double expected(const WayState::Vector& x) const;

    /// P h: how that hangs together with each part of the state.
    WayState::Vector times(const Symmetric<WayState::size>& p) const;
};

/// An observation that was taken, for the way back.
struct Taken {
    Observation seen;
    WayState::Vector gain{};
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
