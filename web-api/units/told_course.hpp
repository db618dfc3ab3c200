#pragma once

#include <string>

#include "core/base/result.hpp"
#include "core/course/course.hpp"
#include "core/wire/config.hpp"

namespace lanterne::web {

/// How far a line told to a unit may lie from the race's own; what is tried, in this order.
inline constexpr double told_tolerances_m[] = {1, 2, 4, 8, 16, 32};

struct ToldCourse {
    wire::ConfigCourse course;
    Metres tolerance{0};    ///< that was needed
    std::size_t places = 0; ///< of all legs
};

/// A race's course for a unit: the lines simplified until they fit a configuration, the timing
/// points where they lie along those, each place once. Refused with the reason when they do not fit
/// at the greatest tolerance, or there are more legs, laps or points than a unit takes.
Result<ToldCourse, std::string> told_course(const course::Course& course, std::uint32_t version);

} // namespace lanterne::web
