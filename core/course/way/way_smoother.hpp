#pragma once

#include <span>
#include <vector>

#include "core/course/way/way_filter.hpp"

namespace lanterne::course {

/// What all sightings together say of one moment.
struct Whereabouts {
    double metres = 0;
    double mps = 0;
    double variance = 0; ///< of the metres

    double along() const { return metres; }

    double speed() const { return mps; }

    double along_variance() const { return variance; }
};

/// Where the athlete was at each of the sightings; `before` is the state at time `t`, before the
/// first. (The smoother of Bierman 1973, after Bryson and Frazier: it needs no inverse, so that
/// a state of this size costs little.)
std::vector<Whereabouts> smoothed(const WayState& before, double t,
                                  std::span<const Sighting> sightings);

} // namespace lanterne::course
