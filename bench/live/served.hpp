#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>

namespace lanterne::bench {

/// A server that pushes the same to all, as a process of its own.
struct Served {
    std::uint16_t port = 0;
    std::size_t clients = 0;                 ///< with so many it begins, where it must know that
    std::size_t payload_bytes = 2'048;       ///< of each message
    std::chrono::milliseconds interval{200}; ///< between two messages to all; 0: none at all
};

/// Ours: service/http_server and its watchers, at /live; its heap in bytes at /heap. Until killed.
void serve_pushed(const Served& served);

/// No more than a handshake and a loop over send(2): what the kernel takes for itself. Until
/// killed.
void serve_bare(const Served& served);

/// What both send.
std::string payload_of(std::size_t bytes);

} // namespace lanterne::bench
