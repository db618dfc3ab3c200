#include <array>
#include <chrono>
#include <optional>
#include <string>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <fmt/format.h>

#include "service/http_answer.hpp"
#include "service/http_coding.hpp"
#include "service/http_core.hpp"
#include "service/http_message.hpp"
#include "service/http_watch.hpp"

namespace lanterne::service {

namespace asio = boost::asio;
using std::chrono::steady_clock;

namespace {

constexpr std::size_t read_bytes = std::size_t{16} * 1024;
constexpr std::size_t least_bytes_per_second = 1'000;           ///< of a body, either way
constexpr std::size_t most_discarded = std::size_t{256} * 1024; ///< of a request that was refused
constexpr std::chrono::seconds discard_time{2};

/// One client's socket, from accept to close; a coroutine on the loop's thread.
class Connection : public HttpSession, public std::enable_shared_from_this<Connection> {
public:
    Connection(HttpCore& core, asio::ip::tcp::socket socket, std::unique_ptr<HttpSeat> seat)
        : core_{core}, stream_{std::move(socket)}, seat_{std::move(seat)} {
        core_.sessions.insert(this);
    }

    ~Connection() override { core_.sessions.erase(this); }

    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    void drain() override {
        if (waiting_) {
            stream_.close();
        }
    }

    void abort() override { stream_.close(); }

    asio::awaitable<void> serve() {
        const auto keep_me = shared_from_this();
        while (co_await serve_one()) {
        }
        co_await part();
    }

private:
    enum class Answered { keep, close };

    bool is_over() const { return error_.failed() || core_.draining; }

    /// One request and its answer. False when the connection is at its end.
    asio::awaitable<bool> serve_one() {
        reader_ = RequestReader{};
        const auto head = co_await read_head();
        if (!head) {
            co_return false;
        }
        began_ = steady_clock::now();
        auto target = parse_target(head->target);
        if (!target) {
            const HttpFault fault{400, "target", target.error()};
            co_await refuse(fault);
            co_return false;
        }
        const auto match = core_.router.find(head->method, *target);
        client_ = client_behind(core_.policy, seat_->peer(), head->all("x-forwarded-for"));
        const auto request = std::make_shared<HttpRequest>(describe(*head, *target, match));
        const bool has_body = co_await read_body(match, *request);
        if (!has_body) {
            co_return false;
        }
        auto refused = refuse_at_gates(*request);
        if (!refused && match.route != nullptr && match.route->watch) {
            co_return co_await serve_watch(*match.route, *head, *request);
        }
        HttpResponse response;
        if (refused) {
            response = std::move(*refused);
        } else {
            response = co_await answer(match, request);
        }
        if (head->method == "GET") {
            choose_coding(*request, response);
        }
        finish_at_gates(*request, response);
        const std::string_view route = match.route != nullptr
                                           ? std::string_view{match.route->pattern}
                                           : std::string_view{"(none)"};
        co_return co_await write(response, head->method, route);
    }

    asio::awaitable<std::optional<RequestHead>> read_head() {
        const bool is_first = !began_;
        auto deadline =
            steady_clock::now() + (is_first ? core_.limits.header_time : core_.limits.idle_time);
        bool has_begun = is_first || !bytes_.empty();
        if (!is_first && has_begun) {
            deadline = steady_clock::now() + core_.limits.header_time;
        }
        while (true) {
            auto head = reader_.take_head(bytes_, core_.limits.header_bytes);
            if (!head) {
                co_await refuse(head.error());
                co_return std::nullopt;
            }
            if (*head) {
                co_return std::move(**head);
            }
            waiting_ = bytes_.empty();
            if (core_.draining) {
                co_return std::nullopt;
            }
            const bool got = co_await read_some(deadline);
            waiting_ = false;
            if (!got) {
                if (!bytes_.empty() && error_ == boost::beast::error::timeout) {
                    core_.refused("header_time");
                }
                co_return std::nullopt;
            }
            if (!has_begun) {
                has_begun = true;
                deadline = steady_clock::now() + core_.limits.header_time;
            }
        }
    }

    asio::awaitable<bool> read_body(const HttpRouter::Match& match, HttpRequest& request) {
        const std::size_t wanted =
            match.route != nullptr ? match.route->options.body_bytes : std::size_t{0};
        const std::size_t limit = wanted > 0 ? wanted : core_.limits.body_bytes;
        if (auto fits = reader_.limit_body(limit); !fits) {
            co_await refuse(fits.error());
            co_return false;
        }
        if (reader_.expects_continue()) {
            co_await write_bytes(asio::buffer("HTTP/1.1 100 Continue\r\n\r\n", 25), 25);
        }
        const auto deadline = steady_clock::now() + core_.limits.body_grace +
                              std::chrono::seconds{limit / least_bytes_per_second};
        while (true) {
            auto done = reader_.take_body(bytes_);
            if (!done || (!*done && bytes_.size() > core_.limits.header_bytes)) {
                const HttpFault fault =
                    done ? HttpFault{400, "malformed", "shorter chunk lines would be right"}
                         : done.error();
                co_await refuse(fault);
                co_return false;
            }
            if (*done) {
                break;
            }
            const bool got = co_await read_some(deadline);
            if (!got) {
                if (error_ == boost::beast::error::timeout) {
                    core_.refused("body_time");
                }
                co_return false;
            }
        }
        request.body = std::move(reader_).body();
        co_return true;
    }

    HttpRequest describe(const RequestHead& head, const HttpTarget& target,
                         const HttpRouter::Match& match) const {
        HttpRequest request;
        request.method = head.method == "HEAD" ? "GET" : head.method;
        request.path = target.path;
        request.query = target.query;
        request.parameters = match.parameters;
        for (const auto& [name, value] : head.fields) {
            request.headers.emplace(lower_case(name), value);
        }
        request.peer = client_.text();
        return request;
    }

    std::optional<HttpResponse> refuse_at_gates(const HttpRequest& request) const {
        for (const HttpGate& gate : core_.gates) {
            auto refused = gate.refuse ? gate.refuse(request) : std::nullopt;
            if (refused) {
                return refused;
            }
        }
        return std::nullopt;
    }

    void finish_at_gates(const HttpRequest& request, HttpResponse& response) const {
        for (const HttpGate& gate : core_.gates) {
            if (gate.finish) {
                gate.finish(request, response);
            }
        }
    }

    asio::awaitable<HttpResponse> answer(const HttpRouter::Match& match,
                                         const std::shared_ptr<const HttpRequest>& request) {
        if (match.route == nullptr && match.allowed.empty()) {
            co_return problem(404, "Not found", "there is nothing at " + request->path);
        }
        if (match.route == nullptr) {
            auto response = problem(405, "Method not allowed", "allowed here: " + match.allowed);
            response.headers.emplace_back("Allow", match.allowed);
            co_return response;
        }
        if (match.route->later) {
            co_return co_await answer_later(*match.route, request);
        }
        if (match.route->options.runs_on == RunsOn::loop) {
            auto made = handle(*match.route, *request);
            co_return report(*match.route, std::move(made));
        }
        co_return co_await answer_on_worker(*match.route, request);
    }

    asio::awaitable<HttpResponse> answer_later(const HttpRouter::Route& route,
                                               const std::shared_ptr<const HttpRequest>& request) {
        const auto awaited = std::make_shared<AwaitedAnswer>(core_.loop);
        std::string thrown;
        try {
            route.later(request, answer_to(awaited));
        } catch (const std::exception& error) {
            thrown = error.what();
        }
        if (!thrown.empty()) {
            co_return report(route, tl::unexpected{std::move(thrown)});
        }
        co_await awaited->wait();
        co_return report(route, awaited->take());
    }

    /// The response, or what the handler threw.
    static Result<HttpResponse, std::string> handle(const HttpRouter::Route& route,
                                                    const HttpRequest& request) {
        try {
            return route.handler(request);
        } catch (const std::exception& thrown) {
            return tl::unexpected{std::string{thrown.what()}};
        }
    }

    HttpResponse report(const HttpRouter::Route& route,
                        Result<HttpResponse, std::string> made) const {
        if (made) {
            return std::move(*made);
        }
        if (core_.watch.failed) {
            core_.watch.failed(route.pattern, made.error());
        }
        return problem(500, "Internal error", "the server's log says what went wrong");
    }

    asio::awaitable<HttpResponse> answer_on_worker(const HttpRouter::Route& route,
                                                   std::shared_ptr<const HttpRequest> request) {
        struct Job {
            std::shared_ptr<const HttpRequest> request;
            Result<HttpResponse, std::string> made = HttpResponse{};
            asio::steady_timer done;
        };

        const auto job = std::make_shared<Job>(
            Job{std::move(request), HttpResponse{},
                asio::steady_timer{core_.loop, steady_clock::time_point::max()}});
        const bool taken = core_.workers.submit([this, job, &route] {
            job->made = handle(route, *job->request);
            if (job->made && job->request->headers.contains("accept-encoding")) {
                add_gzip(*job->made);
            }
            // The wait has begun: this runs on the loop, after the coroutine gave it back.
            asio::post(core_.loop, [job] { job->done.cancel(); });
        });
        if (!taken) {
            core_.refused("busy");
            auto response = problem(503, "Busy", "the same request in a moment would be right");
            response.headers.emplace_back("Retry-After", "1");
            co_return response;
        }
        boost::system::error_code woken;
        co_await job->done.async_wait(asio::redirect_error(asio::use_awaitable, woken));
        co_return report(route, std::move(job->made));
    }

    /// True when the connection may serve another request.
    asio::awaitable<bool> write(const HttpResponse& response, std::string_view method,
                                std::string_view route) {
        const bool keeps = reader_.keep_alive() && !core_.draining;
        std::string head;
        std::string_view content = response.content();
        int status = response.status;
        try {
            head = response_head(response, keeps ? KeepAlive::yes : KeepAlive::no);
        } catch (const std::invalid_argument& thrown) {
            if (core_.watch.failed) {
                core_.watch.failed(route, thrown.what());
            }
            status = 500;
            content = {};
            HttpResponse plain;
            plain.status = status;
            head = response_head(plain, keeps ? KeepAlive::yes : KeepAlive::no);
        }
        if (method == "HEAD" || status == 204 || status == 304) {
            content = {};
        }
        const std::array<asio::const_buffer, 2> buffers{asio::buffer(head), asio::buffer(content)};
        co_await write_bytes(buffers, head.size() + content.size());
        if (core_.watch.answered) {
            core_.watch.answered({method, route, status,
                                  std::chrono::duration_cast<std::chrono::microseconds>(
                                      steady_clock::now() - *began_),
                                  content.size()});
        }
        co_return keeps && !is_over();
    }

    asio::awaitable<void> refuse(const HttpFault& fault) {
        core_.refused(fault.reason);
        const HttpResponse response =
            problem(fault.status, reason_phrase(fault.status), fault.right);
        const std::string bytes = response_head(response, KeepAlive::no).append(response.content());
        co_await write_bytes(asio::buffer(bytes), bytes.size());
    }

    asio::awaitable<bool> serve_watch(const HttpRouter::Route& route, const RequestHead& head,
                                      const HttpRequest& request) {
        auto entry = bytes_.empty() ? admit_watcher(core_, *route.watch, head, request)
                                    : nothing_may_follow();
        if (entry && !seat_->keep_for(client_)) {
            core_.refused("connections_of_address");
            entry = tl::unexpected{problem(503, "Too many", "fewer at a time would be right")};
        }
        if (!entry) {
            co_return co_await write(entry.error(), head.method, route.pattern);
        }
        stream_.expires_never();
        open_watcher(core_, {stream_.release_socket(), std::move(seat_), std::move(*entry)},
                     *route.watch, request);
        has_parted_ = true;
        co_return false;
    }

    static Result<WatchEntry, HttpResponse> nothing_may_follow() {
        return tl::unexpected{
            problem(400, "Bad request", "nothing behind such a request would be right")};
    }

    asio::awaitable<bool> read_some(steady_clock::time_point deadline) {
        const std::size_t before = bytes_.size();
        bytes_.resize(before + read_bytes);
        stream_.expires_at(deadline);
        const std::size_t got =
            co_await stream_.async_read_some(asio::buffer(bytes_.data() + before, read_bytes),
                                             asio::redirect_error(asio::use_awaitable, error_));
        bytes_.resize(before + got);
        co_return !error_.failed() && got > 0;
    }

    template<class Buffers>
    asio::awaitable<void> write_bytes(const Buffers& buffers, std::size_t size) {
        stream_.expires_after(core_.limits.body_grace +
                              std::chrono::seconds{size / least_bytes_per_second});
        co_await asio::async_write(stream_, buffers,
                                   asio::redirect_error(asio::use_awaitable, error_));
    }

    /// Closing a socket with unread bytes resets it, and the client may lose the answer: so what
    /// still comes is read and thrown away, within limits.
    asio::awaitable<void> part() {
        if (has_parted_) {
            co_return;
        }
        boost::system::error_code ignored;
        stream_.socket().shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
        const auto deadline = steady_clock::now() + discard_time;
        std::size_t discarded = 0;
        waiting_ = true;
        while (!error_.failed() && discarded < most_discarded && !core_.draining) {
            bytes_.clear();
            co_await read_some(deadline);
            discarded += bytes_.size();
        }
        stream_.close();
    }

    HttpCore& core_;
    boost::beast::tcp_stream stream_;
    std::unique_ptr<HttpSeat> seat_;
    IpAddress client_; ///< who asks; not the proxy before us
    RequestReader reader_;
    std::string bytes_; ///< read, not yet understood
    boost::system::error_code error_;
    std::optional<steady_clock::time_point> began_; ///< of the present request
    bool waiting_ = false;                          ///< for a request, with nothing under way
    bool has_parted_ = false;
};

} // namespace

void serve_connection(HttpCore& core, asio::ip::tcp::socket socket,
                      std::unique_ptr<HttpSeat> seat) {
    const auto connection = std::make_shared<Connection>(core, std::move(socket), std::move(seat));
    asio::co_spawn(core.loop, connection->serve(), asio::detached);
}

} // namespace lanterne::service
