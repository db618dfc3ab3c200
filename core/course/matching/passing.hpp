#pragma once

#include <optional>
#include <span>
#include <vector>

#include "core/course/course.hpp"
#include "core/course/matching/crossing.hpp"
#include "core/course/matching/steps.hpp"
#include "core/course/matching/tail.hpp"

namespace lanterne::course {

/// When the way, smoothed, first passed that far along. Bridged when nothing was seen there for
/// longer than `longest_unseen_s`. Nothing when the way does not lead over there.
std::optional<Crossing> passing_of(const Course& course, std::span<const Step> way,
                                   const std::optional<Tail>& tail, double along,
                                   double longest_unseen_s);

} // namespace lanterne::course
