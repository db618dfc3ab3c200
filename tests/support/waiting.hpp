#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>

namespace lanterne::support {

/// Asks again and again; true as soon as the condition holds, false when the time is over.
[[nodiscard]] bool wait_until(const std::function<bool()>& condition,
                              std::chrono::milliseconds limit = std::chrono::seconds{20});

/// A TCP port of 127.0.0.1 that nobody listens on, outside the range that outgoing connections take
/// theirs from: so it is still free after a server on it was killed.
std::uint16_t free_port();

/// Whether a server takes connections there.
bool listens(std::uint16_t port);
bool listens(const std::filesystem::path& socket);

} // namespace lanterne::support
