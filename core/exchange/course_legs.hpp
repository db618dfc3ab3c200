#pragma once

#include <optional>
#include <vector>

#include "core/course/course.hpp"
#include "core/exchange/fault.hpp"
#include "core/exchange/race_variants.hpp"

namespace lanterne::exchange {

/// A leg, or the next lap of it, begins no farther from where the last one ends.
inline constexpr Metres max_gap{200};

/// A certified length differs from the drawn one by no more than this part of it; otherwise laps or
/// file are wrong. Swims are left out: they are never measured well.
inline constexpr double max_certified_difference = 0.15;

/// The legs of one course, out of all that were read, with this course's laps, certified lengths
/// and marks. A leg whose line could not be had stays empty. What does not join and what is
/// measured wrong is added to `faults`.
std::vector<std::optional<course::Leg>>
course_legs(const CourseText& text, const std::vector<std::optional<course::Leg>>& all,
            Faults& faults);

} // namespace lanterne::exchange
