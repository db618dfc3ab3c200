#pragma once

#include <cstdint>

namespace lanterne::simulator {

enum class Transport { tcp, udp };

/// A port of 127.0.0.1 that nobody has now, outside the range that outgoing connections take theirs
/// from, looked for from `from` on and around the range. Another program may take it before it is
/// used. Throws std::runtime_error when there is none.
std::uint16_t free_port(Transport transport, std::uint16_t from);

/// Whether a TCP server takes connections on that port of 127.0.0.1.
bool listens(std::uint16_t port);

} // namespace lanterne::simulator
