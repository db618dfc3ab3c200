#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "core/base/result.hpp"

namespace lanterne::simulator::doctor {

/// A TCP connection that is closed with this object.
class Reached {
public:
    explicit Reached(int socket) : socket_{socket} {}

    ~Reached();
    Reached(Reached&& other) noexcept;
    Reached& operator=(Reached&&) = delete;

    /// Connected and blocking.
    int socket() const { return socket_; }

private:
    int socket_;
};

/// Looks a name up and connects, or says which of the two fails and what to look at. Blocks at most
/// `timeout` for each of its addresses, besides the look-up.
Result<Reached, std::string> reach(const std::string& host, std::uint16_t port,
                                   std::chrono::milliseconds timeout);

} // namespace lanterne::simulator::doctor
