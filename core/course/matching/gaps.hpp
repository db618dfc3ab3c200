#pragma once

#include <span>
#include <vector>

#include "core/course/course.hpp"
#include "core/course/matching/steps.hpp"
#include "core/course/way/sighting.hpp"

namespace lanterne::course {

/// The sightings of a way, and moments in between where nothing was seen for long. Who stands at
/// one end of that and goes at the other is taken to have started, or to have halted, at once: the
/// way that was made meanwhile says when.
std::vector<Sighting> with_blanks(const Course& course, std::span<const Step> way);

} // namespace lanterne::course
