#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/result.hpp"

namespace lanterne::hal::linux_system {

enum class SocketError : std::uint8_t { gone };

/// Lines from a TCP server that may say anything, halves of lines too. Only the two waits wait, and
/// only until the instant they are given; what they wait for may not have come then.
///
/// Not bounded: a host that is a name is looked up by the system's resolver, in start(), which may
/// take as long as /etc/resolv.conf lets it. Digits and names of /etc/hosts ask no server.
class LineSocket {
public:
    using Instant = std::chrono::steady_clock::time_point;

    /// In bytes. What goes beyond it is dropped up to its end, and there is no line.
    static constexpr std::size_t longest_line = 16 * 1024;

    LineSocket(std::string host, std::uint16_t port);
    ~LineSocket();
    LineSocket(const LineSocket&) = delete;
    LineSocket& operator=(const LineSocket&) = delete;

    /// Begins to connect. Of a host with several addresses each call takes the next.
    Status<SocketError> start();

    /// After start(): whether it has connected. An error when nobody listens there.
    Result<bool, SocketError> wait_connected(Instant until);

    /// Text so short that any new connection takes it whole.
    Status<SocketError> send(std::string_view text);

    /// The next line, without its end; nothing when it has not come whole. Takes at most one bite
    /// of what lies there, and so does not wait. An error when the other side has closed.
    Result<std::optional<std::string>, SocketError> next_line();

    /// Until there may be another line.
    void wait_readable(Instant until) const;

    /// What was not taken is forgotten.
    void close();

private:
    std::optional<std::string> take_line();
    bool wait_for(short event, Instant until) const;

    std::string host_;
    std::string port_;
    std::size_t tries_ = 0;
    int socket_ = -1;
    std::string received_;
    bool skipping_ = false; ///< within a line that is too long
};

} // namespace lanterne::hal::linux_system
