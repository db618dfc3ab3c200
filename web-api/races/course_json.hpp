#pragma once

#include <cstddef>

#include "core/course/course.hpp"
#include "service/json_writer.hpp"

/// Parts of a course as REST, pages and GeoJSON say them.
namespace lanterne::web {

inline constexpr int degree_decimals = 6; ///< a tenth of a metre
inline constexpr int metre_decimals = 1;

/// [lon, lat].
void write_place(service::JsonWriter& json, Position position);

/// id to end_m: fields of an object that is open.
void write_leg_fields(service::JsonWriter& json, const course::Leg& leg);

/// id to official_m, of a point of that course.
void write_point_fields(service::JsonWriter& json, const course::Course& course,
                        const course::TimingPoint& point);

} // namespace lanterne::web
