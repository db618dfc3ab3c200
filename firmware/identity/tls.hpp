#pragma once

#include <string>
#include <string_view>

namespace lanterne::firmware {

/// From here on every TLS connection that this program makes is TLS 1.3 or none. The MQTT library
/// has no option for it, so OpenSSL is told, for the whole program: call it before the first
/// connection; again is nothing. Throws std::runtime_error when OpenSSL does not obey.
void require_tls_1_3();

/// What a technician wants of a line of OpenSSL's error queue, such as "certificate verify failed";
/// of a line of another shape the whole, printable and cut at 200 letters.
std::string tls_reason(std::string_view error_line);

} // namespace lanterne::firmware
