#pragma once

#include <string>
#include <string_view>

#include "firmware/identity/code_enrolment.hpp"

namespace lanterne::firmware {

/// Reads what lanterne-authority provision makes for a unit and somebody puts on its boot
/// partition: [enrol] code, and optionally serial and server. `source` names the text in errors.
/// Throws SettingsError.
CodeEnrolment read_enrol_file(std::string_view text, const std::string& source);

} // namespace lanterne::firmware
