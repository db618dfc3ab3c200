#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace lanterne::service {

/// RFC 6455 section 5.2.
enum class Opcode : std::uint8_t {
    continuation = 0,
    text = 1,
    binary = 2,
    close = 8,
    ping = 9,
    pong = 10
};

inline constexpr std::size_t max_control_bytes = 125; ///< of a control frame's content

/// What a server says with a close frame (RFC 6455 section 7.4.1 and IANA's registry).
namespace close_code {
inline constexpr unsigned short normal = 1000;
inline constexpr unsigned short protocol_error = 1002;
inline constexpr unsigned short policy_violation = 1008;
inline constexpr unsigned short message_too_big = 1009;
inline constexpr unsigned short service_restart = 1012;
inline constexpr unsigned short try_again_later = 1013;
} // namespace close_code

/// One whole frame as a server sends it, without a mask.
std::string websocket_frame(Opcode opcode, std::string_view payload);

/// The same for one who agreed to permessage-deflate without context takeover (RFC 7692): raw
/// deflate of a window of 32 KiB, its empty last block left out. Empty when that is not shorter
/// than the plain frame. Control frames are never deflated.
std::string deflated_websocket_frame(Opcode opcode, std::string_view payload);

std::string close_frame(unsigned short code);

} // namespace lanterne::service
