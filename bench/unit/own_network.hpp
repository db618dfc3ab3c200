#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace lanterne::bench {

/// Gives the calling thread, and the programs and threads that it starts from now on, a network of
/// their own: nothing but 127.0.0.1 at an Ethernet's 1500 bytes a packet, where a long write goes
/// as the packets that a wire would see. For as long as they live. Why not, when it is not allowed.
std::optional<std::string> enter_own_network();

/// Settings of the kernel (a file of /etc/sysctl.d) for the calling thread's network alone. Throws
/// std::runtime_error when one does not hold.
void apply_to_own_network(const std::filesystem::path& settings);

/// Bytes that went over the calling thread's 127.0.0.1 so far, in all directions, each once: IP and
/// TCP headers included, Ethernet's not.
std::uint64_t bytes_on_own_network();

} // namespace lanterne::bench
