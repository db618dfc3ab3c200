#pragma once

#include <optional>
#include <span>
#include <vector>

#include "core/course/course.hpp"
#include "core/course/matching/crossing.hpp"
#include "core/course/matching/steps.hpp"
#include "core/course/way/kept_state.hpp"
#include "core/course/way/way_filter.hpp"

namespace lanterne::course {

/// What is known of a way before its first step.
struct Tail {
    KeptState state;
    double t = 0; ///< seconds from the gun
};

/// Nothing but the first sighting is known.
Tail tail_before(const Sighting& first);

/// When the way, smoothed, first passed that far along. Bridged when nothing was seen there for
/// longer than `longest_unseen_s`. Nothing when the way does not lead over there.
std::optional<Crossing> passing_of(const Course& course, std::span<const Step> way,
                                   const std::optional<Tail>& tail, double along,
                                   double longest_unseen_s);

} // namespace lanterne::course
