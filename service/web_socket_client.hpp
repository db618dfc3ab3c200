#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>

#include "core/base/result.hpp"
#include "service/http_client.hpp"

namespace lanterne::service {

struct WebSocketSettings {
    std::string url;          ///< "ws://host[:port]/path"; no TLS: that ends in front of us
    std::string sub_protocol; ///< to ask for; empty: none
    std::string origin;       ///< of the page that would ask, such as "http://host"; empty: no page
    std::chrono::milliseconds timeout{10'000}; ///< to resolve, connect and shake hands, in all
    std::size_t max_message_bytes = max_reply_bytes;
    bool is_binary = false; ///< what is listened to are binary messages, not texts
};

/// Why no socket was opened.
struct WebSocketRefusal {
    int status = 0;     ///< of the answer in its place; 0: there was none
    std::string reason; ///< a sentence
};

/// Listens at a WebSocket (RFC 6455) for its messages, of one kind alone. One thread uses it; pings
/// are answered while somebody reads.
class WebSocketClient {
public:
    /// Blocks at most `settings.timeout`.
    static Result<WebSocketClient, WebSocketRefusal> open(const WebSocketSettings& settings);

    /// Cuts the connection, without a word when close() was not called.
    ~WebSocketClient();
    WebSocketClient(WebSocketClient&&) noexcept;
    WebSocketClient& operator=(WebSocketClient&&) noexcept;

    /// The next message; nothing when none came in time, and what had come of one is kept. Once the
    /// socket has ended, and for a message that is too long or of the other kind, why, and the same
    /// for ever.
    Result<std::optional<std::string>, std::string> read(std::chrono::milliseconds timeout);

    /// What the server agreed to of what was asked for; empty: to nothing.
    const std::string& sub_protocol() const;

    /// The code of the server's close frame, once read() has met it.
    std::optional<unsigned> close_code() const;

    /// Says goodbye and waits at most so long for the same; nothing when it has ended already.
    void close(std::chrono::milliseconds timeout);

private:
    class Connection;
    explicit WebSocketClient(std::unique_ptr<Connection> connection);

    std::unique_ptr<Connection> connection_;
};

} // namespace lanterne::service
