#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "service/http_server.hpp"
#include "tests/service/http/bare_web_socket.hpp"

namespace lanterne::service {

/// A server that pushes the same to all who watch: WebSockets at /live/:slug (but "none"), event
/// streams at /events/:slug. Stops when it goes.
class WatchedServer {
public:
    explicit WatchedServer(HttpLimits limits = {}, HttpPolicy policy = {});
    ~WatchedServer();

    std::uint16_t port() const { return port_; }

    HttpServer& server() { return *server_; }

    /// Opens a WebSocket, which the server knows when this returns.
    BareWebSocket join(support::ReceiveBuffer buffer = support::ReceiveBuffer::normal,
                       std::string_view fields = {});

    /// These bytes to everybody; answers who took them, in the order in which they were opened.
    std::vector<bool> push(const std::string& bytes);
    /// A text message to every WebSocket; the same, and how many took it.
    std::vector<bool> send_to_all(const std::string& text);
    int broadcast(const std::string& text);

    /// Whether the first who watches agreed to permessage-deflate.
    bool first_takes_deflated();

    int opened() const { return opened_; }

    int sent() const { return sent_; }

    int closed() const { return closed_; }

    /// How many were turned away or cut for that reason.
    int refused(const std::string& reason) const;

    /// What the latest to be opened said in that field.
    std::string header_of_last(const std::string& lower_case_name) const;

private:
    WatchHandler handler();

    std::vector<std::shared_ptr<Watcher>> watchers_; ///< of the loop's thread
    std::atomic<int> opened_{0};
    std::atomic<int> sent_{0};
    std::atomic<int> closed_{0};
    mutable std::mutex mutex_;
    std::map<std::string, int> refused_;
    std::map<std::string, std::string> last_headers_;
    std::uint16_t port_ = 0;
    std::unique_ptr<HttpServer> server_;
};

} // namespace lanterne::service
