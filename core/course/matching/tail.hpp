#pragma once

#include <optional>
#include <span>

#include "core/course/course.hpp"
#include "core/course/matching/steps.hpp"
#include "core/course/way/kept_state.hpp"
#include "core/course/way/noise_scale.hpp"
#include "core/course/way/way_filter.hpp"

namespace lanterne::course {

/// What is known of a way before its first step.
struct Tail {
    KeptState state;
    NoiseScale noise; ///< of the receiver
    double t = 0;     ///< seconds from the gun
};

/// On land, where it is learned, the slow error is so many times what is stated.
void scale_noise(Sighting& sighting, double factor);

/// Nothing but the first sighting is known.
Tail tail_before(const Sighting& first);

/// The tail behind further steps (at least one) of the way, oldest first; without one before them
/// the way begins there.
Tail tail_behind(const Course& course, const std::optional<Tail>& tail,
                 std::span<const Step> steps);

} // namespace lanterne::course
