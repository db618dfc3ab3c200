#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "service/websocket_handshake.hpp"

namespace lanterne::service {

/// What a client said, as far as the session must act on it.
struct Heard {
    std::size_t frames = 0;                ///< counted against the rate
    std::string reply;                     ///< to be said; empty: nothing
    std::optional<unsigned short> goodbye; ///< to be closed with
    std::string_view fault;                ///< why, when the client broke a rule
};

/// In what a WebSocket and an event stream differ behind their first line.
class WatchProtocol {
public:
    virtual ~WatchProtocol() = default;
    /// What the client said next.
    virtual Heard hear(std::string_view bytes) = 0;
    virtual std::string ping() const = 0;
    /// Whether the client answers a ping.
    virtual bool is_answered() const = 0;
    virtual std::string goodbye(unsigned short code) const = 0; ///< empty: there is no word for it

    virtual bool takes_deflated() const = 0;
    virtual std::string_view sub_protocol() const = 0;
};

std::unique_ptr<WatchProtocol> websocket_protocol(const WebSocketAgreement& agreement,
                                                  std::size_t message_bytes);
std::unique_ptr<WatchProtocol> event_stream_protocol();

} // namespace lanterne::service
