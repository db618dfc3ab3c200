#pragma once

#include <memory>
#include <string>

#include <boost/asio/ip/tcp.hpp>

#include "core/base/result.hpp"
#include "service/http_core.hpp"
#include "service/http_guard.hpp"
#include "service/watch_protocol.hpp"

namespace lanterne::service {

/// What was agreed to with one who will watch.
struct WatchEntry {
    std::string answer; ///< the head of it, not sent yet
    std::unique_ptr<WatchProtocol> protocol;
};

/// Checks a request for a route of watchers: a response refuses it.
Result<WatchEntry, HttpResponse> admit_watcher(HttpCore& core, const WatchRoute& route,
                                               const RequestHead& head, const HttpRequest& request);

/// What passes from the connection of a request to the watcher that it becomes.
struct WatchConnection {
    boost::asio::ip::tcp::socket socket;
    std::unique_ptr<HttpSeat> seat;
    WatchEntry entry;
};

/// Sends the answer, tells the route's owner, and serves the watcher until it ends. `route`
/// outlives the loop's run.
void open_watcher(HttpCore& core, WatchConnection connection, const WatchRoute& route,
                  const HttpRequest& request);

} // namespace lanterne::service
