#pragma once

#include <chrono>
#include <cstdint>
#include <string_view>

#include "tests/support/waiting.hpp"

namespace lanterne::support {

/// A TCP server of 127.0.0.1 that the test plays: it takes one connection at a time and says
/// whatever the test wants it to. Throws std::system_error when it cannot listen.
class PlayedServer {
public:
    PlayedServer();
    ~PlayedServer();
    PlayedServer(const PlayedServer&) = delete;
    PlayedServer& operator=(const PlayedServer&) = delete;

    std::uint16_t port() const { return port_; }

    /// Takes the oldest connection that waits, instead of the one before; false when none comes.
    /// While one waits untaken the system answers no further one.
    bool take(std::chrono::milliseconds timeout = patience);

    /// False when the other side has closed.
    bool say(std::string_view text) const;

    /// Closes the connection.
    void hang_up();

private:
    int listener_;
    int connection_ = -1;
    std::uint16_t port_ = 0;
};

} // namespace lanterne::support
