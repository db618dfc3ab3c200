#pragma once

#include <string>
#include <string_view>

#include "firmware/status/unit_status.hpp"

/// A status as bytes, and back.
namespace lanterne::firmware {

/// Of the file in which a unit tells it; a longer one is refused.
inline constexpr std::size_t max_status_text_bytes = 8'192;

/// TOML, a section each part: durations and times are whole numbers of milliseconds (_ms; times
/// since 1970), angles millionths of a degree (_e6). What is not known is left out. Letters of
/// texts that are not printable ASCII become question marks.
std::string to_toml(const UnitStatus& status);

/// JSON (RFC 8259) in one line, with the same names, but times as RFC 3339 writes them, angles in
/// degrees (_deg), and null for what is not known. Besides: "since_written_ms", how long ago that
/// was, and "findings", a list of objects of urgency ("call", "look", "well"), part and text.
std::string to_json(const UnitStatus& status, Milliseconds since_written);

/// What to_toml() wrote; `source` names the text in errors. Keys of another version are passed
/// over. Throws SettingsError with one line when it is anything else.
UnitStatus read_status(std::string_view text, const std::string& source);

} // namespace lanterne::firmware
