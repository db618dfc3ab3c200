#pragma once

#include <span>

#include "core/wire/live.hpp"

namespace lanterne::service {
class JsonWriter;
}

namespace lanterne::web {

/// As REST and the live socket write them: an array each.
void write_arrivals(service::JsonWriter& json, std::span<const wire::LiveArrival> arrivals);
void write_grades(service::JsonWriter& json, std::span<const wire::LiveGrade> grades);

} // namespace lanterne::web
