#pragma once

#include <vector>

#include "core/course/course.hpp"
#include "core/course/matching/history.hpp"
#include "core/course/matching/outlook.hpp"
#include "core/course/matching/places.hpp"
#include "core/course/matching/seen.hpp"

namespace lanterne::course {

/// Adds what a history may have become with the next fix: one at each place that the fix may mean,
/// followed, come back to or cut to, and one off the course where none fits well. Scores beside the
/// parent's; hopeless ones are left out.
void add_children(const Course& course, const History& parent, const Outlook& outlook,
                  const Seen& seen, const std::vector<NearPlace>& places,
                  std::vector<History>& children);

} // namespace lanterne::course
