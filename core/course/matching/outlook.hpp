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
    WayState state; ///< at the fix's time; off the course, where it was left
    Motion motion;
    Reach reach; ///< where the fix may mean a place
};

Outlook outlook_of(const Course& course, const History& history, const Seen& seen);

/// True while the history swims and something comes after the swim.
bool is_at_sea(const Course& course, const History& history);

/// Timing points that far along and beyond cannot be passed yet: at sea, the exit.
double passable_end(const Course& course, const History& history);

/// After a sighting: notes the leg that it was on. A swim lasts until something tells of land; out
/// of the water, nobody is taken to be in it again by a fix that falls short.
void enter_leg(const Course& course, History& history, double accuracy_m);

} // namespace lanterne::course
