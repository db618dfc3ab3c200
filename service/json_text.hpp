#pragma once

#include <string>
#include <string_view>

namespace lanterne::service {

/// The text as a JSON string, in its quotes. Bytes that are no UTF-8 pass as they are. Also escapes
/// '<', so that the JSON may stand inside an HTML script element.
std::string json_text(std::string_view text);

/// Appends it, without a copy of its own.
void append_json_text(std::string& out, std::string_view text);

/// True for well-formed UTF-8 (no overlong forms, no surrogates, nothing above U+10FFFF).
bool is_utf8(std::string_view text);

} // namespace lanterne::service
