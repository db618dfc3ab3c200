#pragma once

#include <string_view>
#include <vector>

#include "tests/support/truth/shape.hpp"

namespace lanterne::truth {

/// The sixteen that the bench counts on: what makes each hard stands beside it in shapes.cpp.
const std::vector<Shape>& shapes();

/// The one of that name; std::out_of_range.
const Shape& shape_called(std::string_view name);

} // namespace lanterne::truth
