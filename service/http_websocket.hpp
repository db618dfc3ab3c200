#pragma once

#include <memory>

#include <boost/asio/ip/tcp.hpp>

#include "service/http_core.hpp"
#include "service/http_guard.hpp"

namespace lanterne::service {

/// Answers a handshake that passed every check, and tells the handler when the socket is open.
/// `handler` outlives the loop's run.
void open_websocket(HttpCore& core, boost::asio::ip::tcp::socket socket,
                    std::unique_ptr<HttpSeat> seat, const WebSocketHandler& handler,
                    const RequestHead& head, const HttpRequest& request);

} // namespace lanterne::service
