#pragma once

#include <chrono>
#include <optional>
#include <string>

namespace lanterne::firmware {

/// Who shakes hands with whom; files are PEM.
struct HandshakeSettings {
    std::string host; ///< the broker's name or address, as its certificate must have it
    std::string ca_file;
    std::string certificate_file;
    std::string key_file;
};

/// Why a unit and its broker do not come together, for a person: the MQTT library does not say
/// whose fault it is. Shakes hands as the uplink does (TLS 1.3, both sides with a certificate) on a
/// connected, blocking socket, which stays the caller's but is of no more use; then listens for a
/// moment whether the broker refuses us, which TLS 1.3 says late. A sentence; nothing when both
/// believe each other. Blocks at most a few times `timeout`. The program must ignore SIGPIPE.
std::optional<std::string> handshake_fault(int socket, const HandshakeSettings& settings,
                                           std::chrono::milliseconds timeout);

} // namespace lanterne::firmware
