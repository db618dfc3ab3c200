#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "bench/live/served.hpp"
#include "tests/support/child_process.hpp"
#include "tests/support/temp_folder.hpp"

namespace lanterne::bench {

/// Whose server it is.
enum class Peer {
    ours,     ///< service/http_server and its watchers
    bare,     ///< a handshake and a loop over send(2)
    node_ws,  ///< npm's ws
    mosquitto ///< its listener for WebSockets; somebody else must publish
};

/// A server as a process of its own, on the first core; gone with this object.
class ServerProcess {
public:
    /// Whether what the peer needs is here.
    static bool is_here(Peer peer);

    /// Returns when it listens. `served.port` is chosen here.
    ServerProcess(Peer peer, Served served);

    std::uint16_t port() const { return served_.port; }

    /// Of mosquitto: where it takes publishers.
    std::uint16_t plain_port() const { return plain_port_; }

    /// Of all its threads, so far.
    double cpu_seconds() const;

private:
    std::vector<std::string> words(Peer peer) const;
    void write_broker_settings() const;
    void pin() const;

    Served served_;
    std::uint16_t plain_port_;
    support::TempFolder folder_;
    std::optional<support::ChildProcess> process_;
};

} // namespace lanterne::bench
