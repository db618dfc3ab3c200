#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "tests/support/waiting.hpp"

namespace lanterne::support {

enum class ReceiveBuffer { normal, smallest };

/// A blocking socket to a server on this machine, to say to it whatever a test wants to, well
/// formed or not. Throws std::system_error when it cannot connect.
class TcpClient {
public:
    explicit TcpClient(std::uint16_t port, ReceiveBuffer buffer = ReceiveBuffer::normal);
    ~TcpClient();
    TcpClient(TcpClient&& other) noexcept;
    TcpClient& operator=(TcpClient&&) = delete;

    /// False when the other side has closed.
    bool send(std::string_view bytes);

    /// Reads until `received()` holds `text`, the other side closes, or the time is over. True when
    /// it is there.
    bool read_until(std::string_view text, std::chrono::milliseconds timeout = patience);
    /// Reads until it holds that many bytes; otherwise as read_until().
    bool read_bytes(std::size_t count, std::chrono::milliseconds timeout = patience);
    /// True when the other side closed within the time.
    bool read_to_end(std::chrono::milliseconds timeout = patience);

    const std::string& received() const { return received_; }

    /// Takes that many bytes off the front of what was received.
    std::string take(std::size_t count);

private:
    enum class Got { bytes, end, nothing };
    Got read_some(std::chrono::steady_clock::time_point deadline);

    int socket_;
    std::string received_;
};

} // namespace lanterne::support
