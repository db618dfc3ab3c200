#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>

namespace lanterne::support {

/// How long a test waits for what must come, on the slowest machine that we know of. It costs
/// nothing where it comes: no test may take it for a measure of how soon that is.
inline constexpr std::chrono::seconds patience{120};

/// Asks again and again; true as soon as the condition holds, false when the time is over.
[[nodiscard]] bool wait_until(const std::function<bool()>& condition,
                              std::chrono::milliseconds limit = patience);

/// A TCP port of 127.0.0.1 that nobody listens on, outside the range that outgoing connections take
/// theirs from: so it is still free after a server on it was killed.
std::uint16_t free_port();

/// Whether a server takes connections there.
bool listens(std::uint16_t port);
bool listens(const std::filesystem::path& socket);

} // namespace lanterne::support
