#include <chrono>
#include <string>

#include <boost/asio/post.hpp>
#include <fmt/format.h>

#include "service/http_answer.hpp"
#include "service/http_coding.hpp"
#include "service/http_core.hpp"
#include "service/http_message.hpp"
#include "service/http_stream.hpp"
#include "service/http_watch.hpp"

namespace lanterne::service {

namespace asio = boost::asio;
using std::chrono::steady_clock;

namespace {

constexpr std::size_t least_bytes_per_second = 1'000;           ///< of a body, either way
constexpr std::size_t most_discarded = std::size_t{256} * 1024; ///< of a request that was refused
constexpr std::chrono::seconds discard_time{2};

/// One client's socket, from accept to close: request after request, each read, answered and
/// written before the next is looked at. On the loop's thread.
class Connection : public HttpSession, public std::enable_shared_from_this<Connection> {
public:
    Connection(HttpCore& core, asio::ip::tcp::socket socket, std::unique_ptr<HttpSeat> seat)
        : core_{core}, stream_{std::move(socket)}, seat_{std::move(seat)} {
        core_.sessions.insert(this);
    }

    ~Connection() override { core_.sessions.erase(this); }

    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    void begin() { expect_request(core_.limits.header_time); }

    void drain() override {
        if (is_waiting_) {
            stream_.close();
        }
    }

    void abort() override { stream_.close(); }

    void look() override { stream_.look(core_.looked); }

private:
    /// `then(*this, got)` when there are more bytes, or none will come.
    template<class Then>
    void read_more(Then then) {
        stream_.read_some(bytes_, deadline_,
                          [me = shared_from_this(), then](bool got) { then(*me, got); });
    }

    void expect_request(std::chrono::milliseconds time) {
        reader_ = RequestReader{};
        deadline_ = steady_clock::now() + time;
        read_head();
    }

    void read_head() {
        auto head = reader_.take_head(bytes_, core_.limits.header_bytes);
        if (!head) {
            refuse(head.error());
        } else if (*head) {
            head_ = std::move(**head);
            on_head();
        } else if (core_.draining) {
            part();
        } else {
            is_waiting_ = bytes_.empty();
            read_more([](Connection& me, bool got) { me.on_bytes_of_head(got); });
        }
    }

    void on_bytes_of_head(bool got) {
        const bool is_first = is_waiting_ && has_answered_;
        is_waiting_ = false;
        if (!got) {
            if (!bytes_.empty() && stream_.was_late()) {
                core_.refused("header_time");
            }
            part();
            return;
        }
        if (is_first) {
            deadline_ = steady_clock::now() + core_.limits.header_time;
        }
        read_head();
    }

    void on_head() {
        began_ = steady_clock::now();
        const auto target = parse_target(head_.target);
        if (!target) {
            refuse({400, "target", target.error()});
            return;
        }
        auto match = core_.router.find(head_.method, *target);
        route_ = match.route;
        allowed_ = std::move(match.allowed);
        client_ = client_behind(core_.policy, seat_->peer(), head_.all("x-forwarded-for"));
        request_ = std::make_shared<HttpRequest>(describe(*target, std::move(match.parameters)));
        const std::size_t limit = body_limit();
        if (auto fits = reader_.limit_body(limit); !fits) {
            refuse(fits.error());
            return;
        }
        deadline_ = began_ + time_for(limit);
        if (reader_.expects_continue()) {
            send("HTTP/1.1 100 Continue\r\n\r\n", {}, [](Connection& me) { me.read_body(); });
        } else {
            read_body();
        }
    }

    std::size_t body_limit() const {
        const std::size_t wanted = route_ != nullptr ? route_->options.body_bytes : std::size_t{0};
        return wanted > 0 ? wanted : core_.limits.body_bytes;
    }

    HttpRequest describe(const HttpTarget& target,
                         std::map<std::string, std::string> parameters) const {
        HttpRequest request;
        request.method = head_.method == "HEAD" ? "GET" : head_.method;
        request.path = target.path;
        request.query = target.query;
        request.parameters = std::move(parameters);
        for (const auto& [name, value] : head_.fields) {
            request.headers.emplace(lower_case(name), value);
        }
        request.peer = client_.text();
        return request;
    }

    void read_body() {
        auto done = reader_.take_body(bytes_);
        if (!done) {
            refuse(done.error());
        } else if (*done) {
            request_->body = std::move(reader_).body();
            on_request();
        } else if (bytes_.size() > core_.limits.header_bytes) {
            refuse({400, "malformed", "shorter chunk lines would be right"});
        } else {
            read_more([](Connection& me, bool got) { me.on_bytes_of_body(got); });
        }
    }

    void on_bytes_of_body(bool got) {
        if (got) {
            read_body();
            return;
        }
        if (stream_.was_late()) {
            core_.refused("body_time");
        }
        part();
    }

    void on_request() {
        if (auto refused = refuse_at_gates()) {
            respond(std::move(*refused));
        } else if (route_ == nullptr) {
            respond(nothing_there());
        } else if (route_->watch) {
            watch();
        } else {
            let_answer(core_, *route_, request_, [me = shared_from_this()](HttpResponse response) {
                me->respond(std::move(response));
            });
        }
    }

    std::optional<HttpResponse> refuse_at_gates() const {
        for (const HttpGate& gate : core_.gates) {
            auto refused = gate.refuse ? gate.refuse(*request_) : std::nullopt;
            if (refused) {
                return refused;
            }
        }
        return std::nullopt;
    }

    HttpResponse nothing_there() const {
        if (allowed_.empty()) {
            return problem(404, "Not found", "there is nothing at " + request_->path);
        }
        auto response = problem(405, "Method not allowed", "allowed here: " + allowed_);
        response.headers.emplace_back("Allow", allowed_);
        return response;
    }

    void watch() {
        auto entry = bytes_.empty() ? admit_watcher(core_, *route_->watch, head_, *request_)
                                    : nothing_may_follow();
        if (entry && !seat_->keep_for(client_)) {
            core_.refused("connections_of_address");
            entry = tl::unexpected{problem(503, "Too many", "fewer at a time would be right")};
        }
        if (!entry) {
            write(std::move(entry.error()));
            return;
        }
        open_watcher(core_, {stream_.release(), std::move(seat_), std::move(*entry)},
                     *route_->watch, *request_);
    }

    static Result<WatchEntry, HttpResponse> nothing_may_follow() {
        return tl::unexpected{
            problem(400, "Bad request", "nothing behind such a request would be right")};
    }

    void respond(HttpResponse response) {
        if (head_.method == "GET") {
            choose_coding(*request_, response);
        }
        for (const HttpGate& gate : core_.gates) {
            if (gate.finish) {
                gate.finish(*request_, response);
            }
        }
        write(std::move(response));
    }

    void write(HttpResponse response) {
        response_ = std::move(response);
        keeps_ = reader_.keep_alive() && !core_.draining;
        const KeepAlive keep_alive = keeps_ ? KeepAlive::yes : KeepAlive::no;
        try {
            written_head_ = response_head(response_, keep_alive);
        } catch (const std::invalid_argument& thrown) {
            if (core_.watch.failed) {
                core_.watch.failed(pattern(), thrown.what());
            }
            response_ = HttpResponse{.status = 500};
            written_head_ = response_head(response_, keep_alive);
        }
        send(written_head_, written_content(), [](Connection& me) { me.on_written(); });
    }

    std::string_view pattern() const {
        return route_ != nullptr ? std::string_view{route_->pattern} : std::string_view{"(none)"};
    }

    std::string_view written_content() const {
        const int status = response_.status;
        const bool has_none = head_.method == "HEAD" || status == 204 || status == 304;
        return has_none ? std::string_view{} : response_.content();
    }

    void on_written() {
        if (core_.watch.answered) {
            const auto took = steady_clock::now() - began_;
            core_.watch.answered({head_.method, pattern(), response_.status,
                                  std::chrono::duration_cast<std::chrono::microseconds>(took),
                                  written_content().size()});
        }
        response_ = {};
        request_.reset();
        has_answered_ = true;
        if (!keeps_ || stream_.has_failed() || core_.draining) {
            part();
        } else if (bytes_.empty()) {
            expect_request(core_.limits.idle_time);
        } else {
            // In a turn of its own: who sends many at once must not keep the others waiting.
            asio::post(core_.loop, [me = shared_from_this()] {
                me->expect_request(me->core_.limits.header_time);
            });
        }
    }

    /// Its framing cannot be trusted, so it is the last one.
    void refuse(const HttpFault& fault) {
        core_.refused(fault.reason);
        response_ = problem(fault.status, reason_phrase(fault.status), fault.right);
        written_head_ = response_head(response_, KeepAlive::no);
        send(written_head_, response_.content(), [](Connection& me) { me.part(); });
    }

    /// Both live until `then(*this)`.
    template<class Then>
    void send(std::string_view head, std::string_view content, Then then) {
        HttpStream::Buffers buffers{asio::buffer(head), asio::buffer(content)};
        if (stream_.write_now(buffers)) {
            then(*this);
            return;
        }
        stream_.write(buffers, steady_clock::now() + time_for(asio::buffer_size(buffers)),
                      [me = shared_from_this(), then] { then(*me); });
    }

    std::chrono::milliseconds time_for(std::size_t bytes) const {
        return core_.limits.body_grace + std::chrono::seconds{bytes / least_bytes_per_second};
    }

    /// Closing a socket with unread bytes resets it, and the client may lose the answer: so what
    /// still comes is read and thrown away, within limits.
    void part() {
        stream_.say_no_more();
        deadline_ = steady_clock::now() + discard_time;
        is_waiting_ = true;
        discard();
    }

    void discard() {
        if (stream_.has_failed() || discarded_ >= most_discarded || core_.draining) {
            stream_.close();
            return;
        }
        bytes_.clear();
        read_more([](Connection& me, bool got) {
            me.discarded_ += me.bytes_.size();
            if (got) {
                me.discard();
            } else {
                me.stream_.close();
            }
        });
    }

    HttpCore& core_;
    HttpStream stream_;
    std::unique_ptr<HttpSeat> seat_;
    std::string bytes_;                 ///< read, not yet understood
    steady_clock::time_point deadline_; ///< of what is being read
    bool is_waiting_ = false;           ///< for a request, with nothing under way
    bool has_answered_ = false;         ///< a request before
    std::size_t discarded_ = 0;

    // The present request:
    RequestReader reader_;
    RequestHead head_;
    steady_clock::time_point began_;
    const HttpRouter::Route* route_ = nullptr;
    std::string allowed_; ///< methods of its path, when there is no route
    IpAddress client_;    ///< who asks; not the proxy before us
    std::shared_ptr<HttpRequest> request_;

    // And its answer:
    HttpResponse response_;
    std::string written_head_;
    bool keeps_ = false; ///< the connection, for another request
};

} // namespace

void serve_connection(HttpCore& core, asio::ip::tcp::socket socket,
                      std::unique_ptr<HttpSeat> seat) {
    std::make_shared<Connection>(core, std::move(socket), std::move(seat))->begin();
}

} // namespace lanterne::service
