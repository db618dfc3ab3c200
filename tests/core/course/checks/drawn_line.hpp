#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/course/course.hpp"

namespace lanterne::course {

/// A line drawn as text, north up: it goes straight from 'a' to 'b' to 'c' and so on, then from 'A'
/// on; everything else is for the eye. A column and a row are `metres` wide and high.
geo::Polyline draw_line(double metres, const std::vector<std::string_view>& rows);

/// The corners on that ground, metres east and north of where the first column of the last row is.
geo::Polyline line_of(const std::vector<geo::PlanePoint>& corners);
Position place_of(geo::PlanePoint place);

/// A course of one leg.
Course course_of(geo::Polyline line, std::uint32_t laps = 1, Sport sport = Sport::run);

} // namespace lanterne::course
