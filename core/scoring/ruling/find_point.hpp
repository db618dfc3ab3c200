#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "core/course/course.hpp"
#include "core/plan/act.hpp"
#include "core/plan/race_plan.hpp"

namespace lanterne::scoring {

/// Index of that point in Course::points(); nothing where the course has none.
std::optional<std::size_t> find_point(const course::Course& course, const plan::PointLap& at);

/// True when the course has a point of that id, on whatever lap.
bool has_point(const course::Course& course, std::string_view id);

std::optional<std::size_t> find_leg(const course::Course& course, std::string_view id);

/// How an act names that point.
plan::PointLap name_of(const course::Course& course, std::size_t point);

/// True when the act concerns the entry.
bool concerns(const plan::Whom& whom, const plan::Entry& entry);

} // namespace lanterne::scoring
