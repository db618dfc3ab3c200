#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "service/http.hpp"

namespace lanterne::service {

/// One to whom the server pushes: the server's side of a WebSocket or of an event stream. All calls
/// on the loop's thread.
///
/// There is no queue. What the kernel does not take at once waits for room, as the very bytes that
/// were given, and until then everything more is refused: a slow reader costs nobody else anything,
/// and its owner decides what it gets next. The service closes it by itself when a send stays under
/// way for HttpLimits::socket_stall, when nothing is acknowledged for 20 s, when a ping is not
/// answered, and when the client breaks the protocol or the limits.
class Watcher {
public:
    virtual ~Watcher() = default;

    /// Takes a send: it is open, and nothing is under way.
    virtual bool idle() const = 0;
    /// Gives the line these bytes as they are: what websocket_frame() or event_stream_text() made,
    /// once for any number of watchers. Kept (not copied) only when the kernel does not take all of
    /// them; so when it is idle() behind a send it may be given more at once. False when it was not
    /// idle, or turned out to be gone.
    virtual bool send(const SharedText& bytes) = 0;
    /// What the kernel has not taken yet of a send that is under way.
    virtual std::size_t unsent() const = 0;

    /// Whether it agreed to permessage-deflate, and so takes deflated_websocket_frame().
    virtual bool takes_deflated() const = 0;
    /// The one of WatchHandler::sub_protocols that was agreed to; empty: none.
    virtual std::string_view sub_protocol() const = 0;

    /// Says goodbye with that code (RFC 6455 section 7.4; an event stream just ends), behind what
    /// is under way. Not idle from then on.
    virtual void close(unsigned short code) = 0;
};

/// What a route of watchers tells its owner. Called on the loop's thread.
struct WatchHandler {
    /// Before anything is agreed to: a response refuses it.
    std::function<std::optional<HttpResponse>(const HttpRequest&)> refuse;
    /// Of an event stream, where it left off is `headers.at("last-event-id")`.
    std::function<void(const HttpRequest&, std::shared_ptr<Watcher>)> opened;
    /// Idle again, after a time of not being so. Never from within send().
    std::function<void(Watcher&)> sent;
    /// Whoever closed it; once, and nothing follows. Never from within send() or close().
    std::function<void(Watcher&)> closed;
    /// Of a WebSocket: the first that the client offers of these is agreed to.
    std::vector<std::string> sub_protocols;
};

} // namespace lanterne::service
