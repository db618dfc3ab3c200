#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "service/http.hpp"
#include "service/http_policy.hpp"
#include "service/watcher.hpp"

namespace lanterne::service {

/// A request that was answered, for logs and metrics.
struct HttpAccess {
    std::string_view method;
    std::string_view route; ///< the pattern, not the path: a label of few values
    int status = 0;
    std::chrono::microseconds took{0}; ///< from the complete head to the last byte written
    std::size_t bytes = 0;             ///< of the content
};

/// What a server tells its owner. Each may be empty; called on the loop's thread.
struct HttpWatch {
    std::function<void(const HttpAccess&)> answered;
    /// A connection or request that was turned away, by reason (a label of few values).
    std::function<void(std::string_view reason)> refused;
    /// A handler threw: where and what.
    std::function<void(std::string_view route, std::string_view what)> failed;
};

/// Where a handler runs. On the loop it must not block: an answer that is ready in memory.
enum class RunsOn { worker, loop };

struct RouteOptions {
    std::size_t body_bytes = 0; ///< 0: HttpLimits::body_bytes
    RunsOn runs_on = RunsOn::worker;
};

/// HTTP/1.1, WebSockets and event streams on one loop, with a bounded pool of workers for what may
/// block.
///
/// Routes are set before run(). A pattern is a path with ":name" in place of a segment. HEAD is
/// answered from GET, another method with 405, an unknown path with 404. One request of a
/// connection at a time: what a client sends ahead waits in the kernel.
class HttpServer {
public:
    explicit HttpServer(HttpLimits limits = {}, HttpWatch watch = {}, HttpPolicy policy = {});
    /// As shut_down().
    ~HttpServer();
    HttpServer(const HttpServer&) = delete;
    HttpServer& operator=(const HttpServer&) = delete;

    void get(std::string_view pattern, HttpHandler handler, RouteOptions options = {});
    void post(std::string_view pattern, HttpHandler handler, RouteOptions options = {});
    void route(std::string_view method, std::string_view pattern, HttpHandler handler,
               RouteOptions options = {});
    /// A GET whose handler runs on the loop and may answer later.
    void get_later(std::string_view pattern, HttpLaterHandler handler);
    void websocket(std::string_view pattern, WatchHandler handler);
    /// Server-sent events (WHATWG HTML): to a GET that accepts text/event-stream.
    void event_stream(std::string_view pattern, WatchHandler handler);
    /// Serves the files of a folder (and of folders below it) under `prefix` ("/assets/"), as
    /// service/http_files.hpp says: only what was there can be asked for. False when there is no
    /// such folder.
    bool files(std::string_view prefix, const std::string& folder);

    /// Before run(). Each asks in the order in which they were added; the first that refuses ends
    /// it. All of them finish each answer, but for what is refused while its head is read.
    void add_gate(HttpGate gate);

    /// All that was set so far, for a description of the server.
    struct RouteName {
        std::string method; ///< of watchers GET
        std::string pattern;
    };

    std::vector<RouteName> routes() const;

    /// Binds; port 0: any free one. Answers the port. Throws std::runtime_error when it cannot.
    std::uint16_t listen(const std::string& address, std::uint16_t port);

    /// Serves on the caller's thread until stop() and the drain after it.
    void run();
    /// Serves on a thread of its own.
    void start();
    /// Accepts no more, finishes what is under way within drain_time, closes WebSockets with 1012
    /// and ends event streams. From any thread, any number of times.
    void stop();

    /// stop(), and waits until no thread of the server runs any more: whatever its handlers use may
    /// go after that. Not from those threads, and not while another thread is in run().
    void shut_down();

    /// Runs it on the loop's thread, soon. From any thread.
    void on_loop(std::function<void()> work);
    /// Runs it on the loop's thread each `interval`, first after one. Before run().
    void call_every(std::chrono::milliseconds interval, std::function<void()> work);
    /// Hands it to a worker; false when too much waits already. From any thread.
    bool on_worker(std::function<void()> work);

    std::size_t connections() const; ///< open now, watchers included; from any thread
    std::size_t websockets() const;
    std::size_t event_streams() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace lanterne::service
