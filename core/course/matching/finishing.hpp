#pragma once

#include "core/course/course.hpp"
#include "core/course/matching/history.hpp"
#include "core/course/matching/steps.hpp"

namespace lanterne::course {

/// Who comes as far as the end of the course and goes away there has finished, whichever way that
/// is: to the tents, not straight on. Puts the last point behind such a history.
void finish_where_gone(const Course& course, const Steps& steps, History& history);

} // namespace lanterne::course
