#pragma once

#include <string_view>

namespace lanterne::web::page {

/// web-api/site/templates/*.html, as mustache templates.
extern const std::string_view race_template;
extern const std::string_view results_template;
extern const std::string_view races_template;

} // namespace lanterne::web::page
