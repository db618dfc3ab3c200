#pragma once

#include <chrono>
#include <memory>
#include <vector>

#include "core/base/fix.hpp"
#include "core/course/course.hpp"
#include "core/geo/plane.hpp"
#include "tests/firmware/example.hpp"

/// A piece of ground that tests draw courses on, metres east and north of its middle.
namespace lanterne::firmware {

using geo::PlanePoint;

inline const geo::LocalPlane ground{{Latitude{45'400'000}, Longitude{13'700'000}}};
inline constexpr PlanePoint east{1, 0};

/// A fix that long after race_start.
Fix fix_at(std::chrono::milliseconds time, PlanePoint where, PlanePoint velocity,
           double accuracy_m = 3);

geo::Polyline line_along(const std::vector<PlanePoint>& corners);

/// One leg, with splits so far along, and a finish at its end.
std::shared_ptr<const course::Course> course_along(const std::vector<PlanePoint>& corners,
                                                   const std::vector<double>& splits = {},
                                                   bool has_finish = false);

} // namespace lanterne::firmware
