#pragma once

#include "core/course/course.hpp"
#include "core/course/way/sighting.hpp"

namespace lanterne::course {

/// How the line of a leg bends from one place on the unrolled course to another on the same leg,
/// looked at each few metres, so that it may turn there and back in between.
Bend bend_along(const Leg& leg, double from, double to);

} // namespace lanterne::course
