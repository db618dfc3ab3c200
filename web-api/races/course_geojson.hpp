#pragma once

#include <string>

#include "core/course/course.hpp"

namespace lanterne::web {

/// GET /api/v1/races/:slug/course.geojson: RFC 7946, a LineString a leg (one lap, with heights
/// where they are known), a Point a timing point and lap. A leg that crosses the 180th meridian is
/// a MultiLineString, cut there (section 3.1.9).
std::string course_geojson(const course::Course& course);

} // namespace lanterne::web
