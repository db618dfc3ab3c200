#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <unordered_set>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include "service/http.hpp"
#include "service/http_policy.hpp"
#include "service/http_router.hpp"
#include "service/http_seat.hpp"
#include "service/http_server.hpp"
#include "service/http_workers.hpp"

namespace lanterne::service {

/// Something that holds a client's socket: a request's or a watcher's.
class HttpSession {
public:
    virtual ~HttpSession() = default;
    /// Ends at once when nothing is under way, else after it. On the loop's thread.
    virtual void drain() = 0;
    /// Ends at once whatever is under way.
    virtual void abort() = 0;

    /// Called each HttpLimits::look, to see what took too long. Ends none before it returns.
    virtual void look() {}
};

/// What the sessions of one server share. All but the counts belongs to the loop's thread.
struct HttpCore {
    HttpCore(HttpLimits the_limits, HttpWatch the_watch, HttpPolicy the_policy)
        : limits{the_limits}, watch{std::move(the_watch)}, policy{std::move(the_policy)},
          workers{limits.workers, limits.waiting_requests} {}

    void refused(std::string_view reason) const {
        if (watch.refused) {
            watch.refused(reason);
        }
    }

    std::atomic<std::size_t>& watchers_of(WatchKind kind) {
        return kind == WatchKind::websocket ? websockets : event_streams;
    }

    const HttpLimits limits;
    const HttpWatch watch;
    const HttpPolicy policy;
    HttpRouter router;
    std::vector<HttpGate> gates;
    std::unordered_set<HttpSession*> sessions;
    std::map<IpAddress, std::size_t> by_network; ///< connections
    bool draining = false;
    std::atomic<std::size_t> connections{0};
    std::atomic<std::size_t> websockets{0};
    std::atomic<std::size_t> event_streams{0};
    /// When the sessions were last looked at: as good as now for time-outs, and free.
    std::chrono::steady_clock::time_point looked = std::chrono::steady_clock::now();
    boost::asio::io_context loop{1}; ///< after what its sessions count in, to die before it
    HttpWorkers workers;             ///< after the loop: its jobs post to it
};

/// Serves the connection until it ends or becomes a watcher. `core` outlives the loop's run.
void serve_connection(HttpCore& core, boost::asio::ip::tcp::socket socket,
                      std::unique_ptr<HttpSeat> seat);

} // namespace lanterne::service
