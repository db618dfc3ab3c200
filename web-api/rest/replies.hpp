#pragma once

#include <string>
#include <string_view>

#include "service/http.hpp"

namespace lanterne::web {

/// Content that a browser keeps as a file of that name (plain letters, digits, dots and dashes).
service::HttpResponse download(std::string content_type, std::string_view file_name,
                               std::string content);

/// A 400: what of the query is wrong, and what would be right.
service::HttpResponse wrong_parameter(std::string_view name, std::string_view right);

} // namespace lanterne::web
