#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/result.hpp"
#include "service/websocket_frame.hpp"

namespace lanterne::service {

/// A frame that a client has said in whole.
struct ClientFrame {
    Opcode opcode = Opcode::text;
    std::string content; ///< of a control frame alone, without its mask; at most max_control_bytes
};

/// How a client broke RFC 6455, or a limit: the code to close with, and a word to count by.
struct FrameFault {
    unsigned short code = close_code::protocol_error;
    std::string_view reason;
};

/// Reads what a WebSocket client says (RFC 6455 section 5) from bytes as they come. A spectator has
/// nothing to tell us, so the content of messages is measured and thrown away, never kept: neither
/// UTF-8 nor what was deflated is looked at. Frames are held to the standard all the same.
class ClientFrames {
public:
    struct Settings {
        std::size_t message_bytes = 0; ///< most of one message, on the line
        bool takes_deflated = false;   ///< permessage-deflate was agreed to
    };

    explicit ClientFrames(Settings settings) : settings_{settings} {}

    /// Takes bytes off the front up to the end of a frame, or all. Nothing: it needs more. After a
    /// fault what comes cannot be understood any more.
    Result<std::optional<ClientFrame>, FrameFault> take(std::string_view& bytes);

private:
    std::optional<FrameFault> begin_frame();
    std::optional<FrameFault> check_length() const;
    std::size_t head_bytes() const;
    std::uint64_t length() const;

    bool is_control() const { return (head_[0] & 0x08U) != 0; }

    Opcode opcode() const { return static_cast<Opcode>(head_[0] & 0x0FU); }

    void keep(std::string_view content);
    Result<std::optional<ClientFrame>, FrameFault> end_frame();

    Settings settings_;
    std::array<std::uint8_t, 14> head_{}; ///< two bytes, up to eight of length, four of mask
    std::uint8_t has_ = 0;                ///< of the head
    bool is_in_message_ = false;          ///< a fragment with more to come was there
    bool is_in_frame_ = false;            ///< the head is whole
    std::uint64_t missing_ = 0;           ///< of the frame's content
    std::uint64_t message_bytes_ = 0;     ///< of the present message, with this frame
    std::string content_;                 ///< of a control frame
};

} // namespace lanterne::service
