#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lanterne::service {

/// A request that passed the guard: HTTP/1.1 (or a 1.0 GET, or POST with a length), one Host, a
/// target in origin form, a body within the route's limit. The seam that keeps Beast out of every
/// other header.
struct HttpRequest {
    std::string method; ///< GET (also for HEAD), POST, ...
    std::string path;   ///< percent-encoded as it came, without the query
    std::map<std::string, std::string> parameters; ///< of the route: for ":slug", "slug" -> decoded
    std::multimap<std::string, std::string> query; ///< decoded
    std::map<std::string, std::string> headers;    ///< by lower-case name; the first of equal names
    std::string body;
    std::string peer; ///< address of who asks: behind proxies that are trusted, as they say
};

/// One immutable text for any number of sockets.
using SharedText = std::shared_ptr<const std::string>;

struct ByteRange {
    std::uint64_t first = 0;
    std::uint64_t size = 0;
};

struct HttpResponse {
    int status = 200;
    std::string content_type = "text/plain; charset=utf-8";
    std::string body;
    std::vector<std::pair<std::string, std::string>> headers;
    SharedText shared_body; ///< when there is one it is sent, without a copy, in place of `body`

    /// The same content in gzip's form, for those who accept that; null: there is none.
    SharedText gzipped_body;
    std::optional<ByteRange> part; ///< of the content, when not all of it is sent

    std::string_view content() const {
        const std::string_view all{shared_body ? *shared_body : body};
        return part ? all.substr(part->first, part->size) : all;
    }
};

/// RFC 9457 problem details: status, a title, and a detail that says what would be right.
HttpResponse problem(int status, std::string_view title, std::string_view detail);
HttpResponse json_response(std::string body);
HttpResponse html_response(std::string body);

/// A strong entity tag of that content, in its quotes.
std::string entity_tag(std::string_view content);

/// Gives the response an ETag of its content (unless it has one), and turns it into a 304 without
/// content when the request names that tag in If-None-Match.
HttpResponse with_entity_tag(const HttpRequest& request, HttpResponse response);

/// Runs on one of the server's workers; may block (database). Must be callable from several
/// threads. What it throws becomes a 500 and a log line.
using HttpHandler = std::function<HttpResponse(const HttpRequest&)>;

/// Takes the answer to one request; from any thread, and only the first time. When its last copy
/// goes without an answer, that is a 500. No copy may outlive the server.
using HttpAnswer = std::function<void(HttpResponse)>;

/// Answers now or later, for instance together with others who asked the same. Called on the loop's
/// thread, where it must not block. What it throws becomes a 500 and a log line.
using HttpLaterHandler = std::function<void(const std::shared_ptr<const HttpRequest>&, HttpAnswer)>;

/// Stands before all routes and behind all answers, those of 404 and 405 too: limits, fields that
/// every answer has. Both on the loop's thread, where they must not block or throw; either may be
/// empty.
struct HttpGate {
    /// A response answers in place of the route.
    std::function<std::optional<HttpResponse>(const HttpRequest&)> refuse;
    std::function<void(const HttpRequest&, HttpResponse&)> finish;
};

/// Everything that costs something per request or connection has its bound here.
struct HttpLimits {
    std::size_t header_bytes = std::size_t{8} * 1024;
    std::size_t body_bytes = std::size_t{16} * 1024; ///< unless the route says otherwise
    std::size_t connections = 10'000;
    std::size_t connections_per_address = 1'000; ///< of IPv6: of a /64
    std::size_t waiting_requests = 256;          ///< for a worker; more get a 503
    std::size_t workers = 2;
    std::chrono::milliseconds header_time{5'000}; ///< from accept or first byte to the empty line
    std::chrono::milliseconds idle_time{30'000};  ///< between two requests
    std::chrono::milliseconds body_grace{10'000}; ///< after it a body needs 1 kB a second
    std::chrono::milliseconds drain_time{3'000};  ///< for what is under way when the server stops
    std::size_t socket_message_bytes = 1'024;     ///< what a WebSocket client may say at once
    std::size_t socket_messages_per_10_s = 100;   ///< and how often, before it is closed
    std::chrono::milliseconds socket_silence{25'000}; ///< on a watcher's line, then it is pinged
    std::chrono::milliseconds socket_answer{10'000};  ///< to a ping, before it is closed
    std::chrono::milliseconds socket_stall{30'000};   ///< a send under way, before it is closed
    std::chrono::milliseconds look{1'000};            ///< how often these times are looked at
};

} // namespace lanterne::service
