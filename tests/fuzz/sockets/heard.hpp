#pragma once

#include <string>
#include <string_view>

namespace lanterne::fuzz {

/// Gives the input to the reader of what a WebSocket client says. However it is cut in pieces the
/// same must be understood; what is kept of it, and what a message may measure, stays within its
/// limits. What is wrong, or nothing.
std::string fault_of_client(std::string_view input);

} // namespace lanterne::fuzz
