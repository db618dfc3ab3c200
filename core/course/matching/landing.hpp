#pragma once

#include "core/course/course.hpp"
#include "core/course/matching/history.hpp"
#include "core/course/matching/steps.hpp"

namespace lanterne::course {

/// True while the history swims and something comes after the swim.
bool is_at_sea(const Course& course, const History& history);

/// Timing points that far along and beyond cannot be passed yet: at sea, the exit.
double passable_end(const Course& course, const History& history);

/// After the history took its newest step: notes the leg that it is on. A swim lasts until
/// something tells of land (then the steps that were on land already are told so); out of the
/// water, nobody is taken to be in it again by a fix that falls short.
void enter_leg(const Course& course, History& history, Steps& steps);

} // namespace lanterne::course
