#include "service/http_server.hpp"

#include <algorithm>
#include <stdexcept>
#include <thread>
#include <vector>

#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <fmt/format.h>
#include <sys/resource.h>

#include "service/http_core.hpp"
#include "service/http_files.hpp"

namespace lanterne::service {

namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

/// Files, database and broker connections need descriptors too.
constexpr std::size_t spare_descriptors = 200;
constexpr std::chrono::milliseconds accept_pause{100};
constexpr std::chrono::milliseconds drain_step{20};
constexpr std::chrono::milliseconds abort_time{500};

/// No more connections than descriptors: at the limit a client gets a clear word instead of
/// silence.
HttpLimits within_descriptors(HttpLimits limits) {
    rlimit descriptors{};
    if (::getrlimit(RLIMIT_NOFILE, &descriptors) == 0 && descriptors.rlim_cur != RLIM_INFINITY &&
        descriptors.rlim_cur > spare_descriptors) {
        limits.connections =
            std::min<std::size_t>(limits.connections, descriptors.rlim_cur - spare_descriptors);
    }
    return limits;
}

constexpr std::string_view too_many =
    "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5\r\nContent-Length: 0\r\n"
    "Connection: close\r\n\r\n";

void turn_away(tcp::socket& socket) {
    boost::system::error_code ignored;
    socket.non_blocking(true, ignored);
    socket.write_some(asio::buffer(too_many), ignored);
    socket.shutdown(tcp::socket::shutdown_both, ignored);
}

struct Periodic {
    asio::steady_timer timer;
    std::chrono::milliseconds interval;
    std::function<void()> work;
};

} // namespace

struct HttpServer::State {
    State(HttpLimits limits, HttpWatch watch, HttpPolicy policy)
        : core{within_descriptors(limits), std::move(watch), std::move(policy)},
          acceptor{core.loop}, pause{core.loop} {}

    void add_watch(std::string_view pattern, WatchRoute watch) {
        HttpRouter::Route route;
        route.method = "GET";
        route.pattern = pattern;
        route.watch = std::move(watch);
        core.router.add(std::move(route));
    }

    /// Time-outs of watchers: one timer for all of them.
    void look() {
        core.looked = std::chrono::steady_clock::now();
        for (HttpSession* session : core.sessions) {
            session->look();
        }
    }

    void accept() {
        acceptor.async_accept([this](boost::system::error_code error, tcp::socket socket) {
            if (core.draining) {
                return;
            }
            if (error) {
                // Out of descriptors, most likely: some come back soon.
                core.refused("accept");
                pause.expires_after(accept_pause);
                pause.async_wait([this](auto cancelled) {
                    if (!cancelled) {
                        accept();
                    }
                });
                return;
            }
            admit(std::move(socket));
            accept();
        });
    }

    void admit(tcp::socket socket) {
        boost::system::error_code error;
        const auto peer = socket.remote_endpoint(error);
        if (error) {
            return; // gone already
        }
        const auto address = IpAddress::from(peer.address().to_string()).value_or(IpAddress{});
        const bool is_full = core.connections >= core.limits.connections;
        if (is_full || (!core.policy.is_trusted(address) && !HttpSeat::is_free(core, address))) {
            core.refused(is_full ? "connections" : "connections_of_address");
            turn_away(socket);
            return;
        }
        socket.set_option(tcp::no_delay{true}, error);
        serve_connection(core, std::move(socket), std::make_unique<HttpSeat>(core, address));
    }

    void repeat(Periodic& periodic) {
        periodic.timer.expires_after(periodic.interval);
        periodic.timer.async_wait([this, &periodic](auto cancelled) {
            if (!cancelled && !core.draining) {
                periodic.work();
                repeat(periodic);
            }
        });
    }

    void begin_drain() {
        if (core.draining) {
            return;
        }
        core.draining = true;
        boost::system::error_code ignored;
        acceptor.close(ignored);
        pause.cancel();
        for (const auto& periodic : periodics) {
            periodic->timer.cancel();
        }
        const auto sessions = core.sessions;
        for (HttpSession* session : sessions) {
            session->drain();
        }
    }

    bool run_until_empty(std::chrono::milliseconds time) {
        const auto end = std::chrono::steady_clock::now() + time;
        while (!core.sessions.empty() && std::chrono::steady_clock::now() < end) {
            core.loop.restart();
            core.loop.run_for(drain_step);
        }
        return core.sessions.empty();
    }

    /// What was under way may end; what does not is cut.
    void drain() {
        if (!run_until_empty(core.limits.drain_time)) {
            const auto sessions = core.sessions;
            for (HttpSession* session : sessions) {
                session->abort();
            }
            run_until_empty(abort_time);
        }
        core.loop.restart();
        core.loop.poll();
    }

    HttpCore core;
    tcp::acceptor acceptor;
    asio::steady_timer pause;
    std::vector<std::unique_ptr<Periodic>> periodics;
    std::thread thread;
};

HttpServer::HttpServer(HttpLimits limits, HttpWatch watch, HttpPolicy policy)
    : state_{std::make_unique<State>(limits, std::move(watch), std::move(policy))} {}

HttpServer::~HttpServer() { shut_down(); }

void HttpServer::shut_down() {
    stop();
    if (state_->thread.joinable()) {
        state_->thread.join();
    }
    state_->core.workers.stop();
}

void HttpServer::get(std::string_view pattern, HttpHandler handler, RouteOptions options) {
    route("GET", pattern, std::move(handler), options);
}

void HttpServer::post(std::string_view pattern, HttpHandler handler, RouteOptions options) {
    route("POST", pattern, std::move(handler), options);
}

void HttpServer::route(std::string_view method, std::string_view pattern, HttpHandler handler,
                       RouteOptions options) {
    HttpRouter::Route route;
    route.method = method;
    route.pattern = pattern;
    route.handler = std::move(handler);
    route.options = options;
    state_->core.router.add(std::move(route));
}

void HttpServer::get_later(std::string_view pattern, HttpLaterHandler handler) {
    HttpRouter::Route route;
    route.method = "GET";
    route.pattern = pattern;
    route.later = std::move(handler);
    state_->core.router.add(std::move(route));
}

void HttpServer::add_gate(HttpGate gate) { state_->core.gates.push_back(std::move(gate)); }

std::vector<HttpServer::RouteName> HttpServer::routes() const {
    std::vector<RouteName> names;
    for (const HttpRouter::Route& route : state_->core.router.routes()) {
        names.push_back({route.method, route.pattern});
    }
    return names;
}

void HttpServer::websocket(std::string_view pattern, WatchHandler handler) {
    state_->add_watch(pattern, {WatchKind::websocket, std::move(handler)});
}

void HttpServer::event_stream(std::string_view pattern, WatchHandler handler) {
    state_->add_watch(pattern, {WatchKind::event_stream, std::move(handler)});
}

bool HttpServer::files(std::string_view prefix, const std::string& folder) {
    const auto files = read_static_files(folder);
    for (const auto& [name, file] : files) {
        get(fmt::format("{}{}", prefix, name),
            [file = file](const HttpRequest& request) { return file->answer(request); },
            {.runs_on = file->is_in_memory() ? RunsOn::loop : RunsOn::worker});
    }
    return !files.empty();
}

std::uint16_t HttpServer::listen(const std::string& address, std::uint16_t port) {
    boost::system::error_code error;
    const auto ip = asio::ip::make_address(address, error);
    if (error) {
        throw std::runtime_error{
            fmt::format("{} is no address; one like 127.0.0.1 would be right", address)};
    }
    try {
        const tcp::endpoint endpoint{ip, port};
        state_->acceptor.open(endpoint.protocol());
        state_->acceptor.set_option(tcp::acceptor::reuse_address{true});
        state_->acceptor.bind(endpoint);
        state_->acceptor.listen();
    } catch (const boost::system::system_error& failed) {
        throw std::runtime_error{
            fmt::format("cannot listen on {} port {}: {}", address, port, failed.code().message())};
    }
    return state_->acceptor.local_endpoint().port();
}

void HttpServer::run() {
    if (state_->acceptor.is_open()) {
        state_->accept();
    }
    call_every(state_->core.limits.look, [this] { state_->look(); });
    for (const auto& periodic : state_->periodics) {
        state_->repeat(*periodic);
    }
    const auto work = asio::make_work_guard(state_->core.loop);
    while (!state_->core.draining) {
        state_->core.loop.run_one();
    }
    state_->drain();
}

void HttpServer::start() {
    state_->thread = std::thread{[this] { run(); }};
}

void HttpServer::stop() {
    asio::post(state_->core.loop, [this] { state_->begin_drain(); });
}

void HttpServer::on_loop(std::function<void()> work) {
    asio::post(state_->core.loop, std::move(work));
}

void HttpServer::call_every(std::chrono::milliseconds interval, std::function<void()> work) {
    state_->periodics.push_back(std::make_unique<Periodic>(
        Periodic{asio::steady_timer{state_->core.loop}, interval, std::move(work)}));
}

bool HttpServer::on_worker(std::function<void()> work) {
    return state_->core.workers.submit(std::move(work));
}

std::size_t HttpServer::connections() const { return state_->core.connections; }

std::size_t HttpServer::websockets() const {
    return state_->core.watchers_of(WatchKind::websocket);
}

std::size_t HttpServer::event_streams() const {
    return state_->core.watchers_of(WatchKind::event_stream);
}

} // namespace lanterne::service
