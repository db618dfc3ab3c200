#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

/// How a unit and the desk where the authority's folder lies speak: CMP (RFC 4210, as RFC 9483
/// profiles it) over HTTP (RFC 6712), every message protected by a MAC that the one-time code keys.
/// First a general message, which the desk answers with what every unit is told; then a PKCS #10
/// request, which it answers with the certificate.
namespace lanterne::firmware::enrolment_protocol {

inline constexpr std::string_view default_host = "lanterne-enrolment";
inline constexpr std::uint16_t default_port = 8829;

/// RFC 9480, section 3.3; the code's locator follows.
inline constexpr std::string_view path = "/.well-known/cmp/p/";
/// RFC 6712, section 3.4.
inline constexpr const char* content_type = "application/pkixcmp";
inline constexpr std::size_t max_message_bytes = 16'384;

/// Names what the general message asks for, and its answer: a UTF-8 text of the lines
/// "serial SERIAL" and "time SECONDS" (of UTC, since 1970), then all of the authority's answer to a
/// unit (docs/identity.md) but the unit's certificate. Of ITU-T X.667: nobody else has this number.
inline constexpr const char* information_id = "2.25.47195909250086058252474346898135868233";

} // namespace lanterne::firmware::enrolment_protocol
