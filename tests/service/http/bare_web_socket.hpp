#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "tests/support/tcp_client.hpp"

namespace lanterne::service {

/// A WebSocket client that knows RFC 6455 by itself, and can break it: a test of the server does
/// not trust the library that the server is made of, as service/web_socket_client is. Answers no
/// ping unless it is asked to read.
class BareWebSocket {
public:
    /// Shakes hands; `fields` are further lines of the request, each with its line end.
    BareWebSocket(std::uint16_t port, std::string_view target, std::string_view fields = {},
                  support::ReceiveBuffer buffer = support::ReceiveBuffer::normal);

    /// True when the server agreed.
    bool is_open() const { return status_ == 101; }

    int status() const { return status_; }

    const std::string& answer() const { return answer_; }

    /// The next text message; nothing when the time is over or the server closed.
    std::optional<std::string> read(std::chrono::milliseconds timeout = support::patience);

    /// The code of the server's close frame, once read() has met it.
    std::optional<unsigned> close_code() const { return close_code_; }

    bool send_text(std::string_view text);

    /// The bytes below, to send what is not well formed.
    support::TcpClient& raw() { return socket_; }

private:
    struct Frame {
        unsigned code;
        std::string content;
    };

    std::optional<Frame> read_frame(std::chrono::steady_clock::time_point deadline);
    bool send_frame(unsigned code, std::string_view content);

    support::TcpClient socket_;
    int status_ = 0;
    std::string answer_;
    std::optional<unsigned> close_code_;
};

} // namespace lanterne::service
