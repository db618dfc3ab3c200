#pragma once

#include "core/course/course.hpp"
#include "core/course/matching/history.hpp"
#include "core/course/matching/places.hpp"
#include "core/course/matching/seen.hpp"

namespace lanterne::course {

/// Beyond what the top speed allows; also how far apart two places are still the same answer,
/// twice.
inline constexpr double overshoot_m = 30;

/// What a history expects of the next fix.
struct Outlook {
    Estimate estimate; ///< at the fix's time; off the course, where it was left
    Motion motion;
    Reach reach; ///< where the fix may mean a place
};

Outlook outlook_of(const Course& course, const History& history, const Seen& seen);

} // namespace lanterne::course
