#pragma once

#include <string_view>

namespace lanterne::web::page {

/// web-api/site/templates/*.html, as mustache templates with [[keys]] of messages.
extern const std::string_view race_template;
extern const std::string_view results_template;
extern const std::string_view races_template;

/// web-api/site/messages/*.json.
extern const std::string_view english_messages;
extern const std::string_view french_messages;

} // namespace lanterne::web::page
