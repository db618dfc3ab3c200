#pragma once

#include <array>
#include <string_view>

namespace lanterne::web::openapi {

/// The files beside this one, as they were when this was built.
extern const std::string_view head;
extern const std::string_view paths;
extern const std::string_view components;
extern const std::array<std::string_view, 3> schemas;

} // namespace lanterne::web::openapi
