#pragma once

#include <memory>
#include <string>

#include "core/base/result.hpp"
#include "core/course/course.hpp"
#include "core/wire/config.hpp"

namespace lanterne::firmware {

/// The course as the unit was told it: legs "1", "2", ..., timing points "1", "2", ..., each a
/// location of its own. Refused with the reason, at most 40 letters, when a point lies beyond the
/// end or a lap is shorter than a metre.
Result<std::shared_ptr<const course::Course>, std::string>
course_from(const wire::ConfigCourse& told);

} // namespace lanterne::firmware
