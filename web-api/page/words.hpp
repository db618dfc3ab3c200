#pragma once

#include <string>
#include <string_view>

#include "core/base/time.hpp"

namespace lanterne::web::page {

/// "1:02:03", "4:05"; cut to the second, with a minus before zero. The browser writes the same
/// (web-api/site/src/words.ts).
std::string duration_text(Milliseconds duration);

/// "not_started" becomes "not started".
std::string status_words(std::string_view status);

} // namespace lanterne::web::page
