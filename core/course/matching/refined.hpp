#pragma once

#include "core/course/course.hpp"
#include "core/course/matching/history.hpp"
#include "core/course/matching/outlook.hpp"
#include "core/course/matching/places.hpp"
#include "core/course/matching/seen.hpp"

namespace lanterne::course {

/// The place seen from where the athlete goes by this history, instead of from the fix: in a bend
/// that is not much wider than the receiver's error the line runs in another direction there. The
/// error is taken to be the one that was seen last, as far as it lasts. On a straight the same.
NearPlace refined(const Course& course, const History& history, const Outlook& outlook,
                  const Seen& seen, const NearPlace& place);

} // namespace lanterne::course
