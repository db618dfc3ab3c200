#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lanterne::service {

/// A request that passed the guard: HTTP/1.1 (or a 1.0 GET), one Host, a target in origin form, a
/// body within the route's limit. The seam that keeps Beast out of every other header.
struct HttpRequest {
    std::string method; ///< GET (also for HEAD), POST, ...
    std::string path;   ///< percent-encoded as it came, without the query
    std::map<std::string, std::string> parameters; ///< of the route: ":slug" -> decoded value
    std::multimap<std::string, std::string> query; ///< decoded
    std::map<std::string, std::string> headers;    ///< by lower-case name
    std::string body;
    std::string peer; ///< address of the other side
};

struct HttpResponse {
    int status = 200;
    std::string content_type = "text/plain; charset=utf-8";
    std::string body;
    std::vector<std::pair<std::string, std::string>> headers;
};

/// RFC 9457 problem details: status, a title, and a detail that says what would be right.
HttpResponse problem(int status, std::string_view title, std::string_view detail);
HttpResponse json_response(std::string body);
HttpResponse html_response(std::string body);

/// Runs on one of the server's workers; may block (database). Must be callable from several
/// threads. What it throws becomes a 500 and a log line.
using HttpHandler = std::function<HttpResponse(const HttpRequest&)>;

/// One text message to any number of sockets.
using SharedText = std::shared_ptr<const std::string>;

/// The server's side of one WebSocket. All calls on the loop's thread. There is no queue: while a
/// message is under way `idle()` is false and send() refuses, so that a slow reader costs nobody
/// else anything.
class WebSocket {
public:
    virtual ~WebSocket() = default;
    virtual bool idle() const = 0;
    /// False when a message is still under way or the socket is closed.
    virtual bool send(SharedText message) = 0;
    virtual void close(unsigned short code) = 0;
};

/// What a WebSocket route tells its owner. Called on the loop's thread.
struct WebSocketHandler {
    /// Before the upgrade: a response refuses it.
    std::function<std::optional<HttpResponse>(const HttpRequest&)> refuse;
    std::function<void(const HttpRequest&, std::shared_ptr<WebSocket>)> opened;
    std::function<void(WebSocket&)> sent;   ///< idle again
    std::function<void(WebSocket&)> closed; ///< whoever closed it
};

struct HttpLimits {
    std::size_t header_bytes = 8 * 1024;
    std::size_t body_bytes = 16 * 1024;
    std::size_t connections = 10'000;
    std::size_t connections_per_address = 1'000;
    std::size_t waiting_requests = 256; ///< for a worker; more get a 503
    std::size_t workers = 2;
};

} // namespace lanterne::service
