#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/wire/batch.hpp"

struct mosquitto;

namespace lanterne::bench {

using WallTime = std::chrono::system_clock::time_point;

/// A message that is ready to leave.
struct Outgoing {
    std::string topic;
    const wire::Bytes* payload = nullptr; ///< outlives its sending
    std::chrono::microseconds due{0};     ///< after the begin of the sending; never goes back
};

/// Many units behind one connection and one loop, so that it costs the machine little. On its
/// caller's thread. Throws std::runtime_error when the broker is not there or goes away.
class Publisher {
public:
    Publisher(std::uint16_t port, const std::string& client_id);

    /// Each when it is due, or at once when it was already. Returns when the broker has taken all
    /// (QoS 1).
    void send(std::span<const Outgoing> messages, WallTime began);

private:
    struct Close {
        void operator()(mosquitto* client) const;
    };

    void serve(std::chrono::milliseconds timeout);

    std::unique_ptr<mosquitto, Close> client_;
    bool is_connected_ = false;
    std::size_t sent_ = 0;
    std::size_t taken_ = 0; ///< by the broker
};

} // namespace lanterne::bench
