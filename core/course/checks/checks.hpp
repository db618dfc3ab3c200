#pragma once

#include <vector>

#include "core/course/checks/finding.hpp"

namespace lanterne::course {

/// Looks at a course as an organiser should before the day, and says what it finds, with its place:
/// by leg, then by check, then along the lap. Nothing it says stops a race; what would is refused
/// when a race folder is read. std::invalid_argument when noise or interval is not above 0.
std::vector<Finding> check_course(const Course& course, const Expected& expected);

} // namespace lanterne::course
