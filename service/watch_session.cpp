#include <array>
#include <cerrno>
#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include <boost/asio/post.hpp>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include "service/http_watch.hpp"
#include "service/websocket_frame.hpp"

namespace lanterne::service {

namespace asio = boost::asio;
using asio::ip::tcp;
using std::chrono::steady_clock;

namespace {

/// The kernel would hide megabytes behind a client that does not read (4 MB each by default), and
/// with them how far behind it is.
constexpr int kernel_send_bytes = 64 * 1024;
/// Of these it may hold so many that it has not sent yet; beyond it the socket is not writable.
constexpr int kernel_unsent_bytes = 16 * 1024;
/// Bytes that nobody acknowledges, or a window that stays shut: the connection is gone.
constexpr int unacknowledged_ms = 20'000;
constexpr std::chrono::seconds rate_window{10};
/// For the client to close, once the goodbye is said.
constexpr std::chrono::seconds goodbye_time{2};
constexpr std::size_t read_bytes = std::size_t{4} * 1024;

void set_option(int socket, int level, int option, int value) {
    ::setsockopt(socket, level, option, &value, sizeof value);
}

/// A watcher's socket, from the answer to its request until it ends.
class Session : public Watcher, public HttpSession, public std::enable_shared_from_this<Session> {
public:
    Session(HttpCore& core, WatchConnection connection, const WatchRoute& route)
        : core_{core}, handle_{connection.socket.native_handle()}, since_{core.looked},
          rate_since_{core.looked}, route_{route}, socket_{std::move(connection.socket)},
          seat_{std::move(connection.seat)}, protocol_{std::move(connection.entry.protocol)} {
        core_.sessions.insert(this);
        ++core_.watchers_of(route_.kind);
        set_option(handle_, SOL_SOCKET, SO_SNDBUF, kernel_send_bytes);
        set_option(handle_, IPPROTO_TCP, TCP_NOTSENT_LOWAT, kernel_unsent_bytes);
        set_option(handle_, IPPROTO_TCP, TCP_USER_TIMEOUT, unacknowledged_ms);
    }

    ~Session() override {
        core_.sessions.erase(this);
        --core_.watchers_of(route_.kind);
    }

    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    void begin(std::string answer, const HttpRequest& request) {
        push(std::make_shared<const std::string>(std::move(answer)));
        if (!is_open_) {
            return; // the client is gone, and nobody was told of it
        }
        is_told_ = true;
        wait_for_words();
        if (route_.handler.opened) {
            route_.handler.opened(request, shared_from_this());
        }
    }

    bool idle() const override { return is_open_ && !is_closing_ && !under_way_; }

    bool send(const SharedText& bytes) override {
        if (!idle()) {
            return false;
        }
        push(bytes);
        return is_open_;
    }

    std::size_t unsent() const override {
        return under_way_ ? under_way_->size() - taken_ : std::size_t{0};
    }

    bool takes_deflated() const override { return protocol_->takes_deflated(); }

    std::string_view sub_protocol() const override { return protocol_->sub_protocol(); }

    void close(unsigned short code) override {
        if (!is_open_ || is_closing_) {
            return;
        }
        is_closing_ = true;
        say(protocol_->goodbye(code));
        if (!under_way_) {
            finish_closing();
        }
    }

    void drain() override { close(close_code::service_restart); }

    void abort() override { end(); }

    void look() override {
        const auto silent = core_.looked - since_;
        if (!is_open_) {
            return;
        }
        if (is_closing_ && !under_way_) {
            end_when(silent >= goodbye_time, "socket_goodbye");
        } else if (under_way_) {
            end_when(silent >= core_.limits.socket_stall, "socket_stalled");
        } else if (awaits_answer_) {
            end_when(silent >= core_.limits.socket_answer, "socket_silent");
        } else if (silent >= core_.limits.socket_silence) {
            awaits_answer_ = protocol_->is_answered();
            say(protocol_->ping());
        }
    }

private:
    /// Begins a send; none is under way. The pointer is copied only if the kernel leaves some.
    void push(const SharedText& bytes) {
        taken_ = 0;
        since_ = core_.looked;
        if (give(*bytes) && taken_ < bytes->size()) {
            under_way_ = bytes;
            wait_for_room();
        }
    }

    /// Gives the kernel what it takes. False when the socket turned out to be gone.
    bool give(const std::string& bytes) {
        while (taken_ < bytes.size()) {
            const auto sent = ::send(handle_, bytes.data() + taken_, bytes.size() - taken_,
                                     MSG_DONTWAIT | MSG_NOSIGNAL);
            if (sent >= 0) {
                taken_ += static_cast<std::size_t>(sent);
            } else if (errno == EAGAIN) {
                return true;
            } else if (errno != EINTR) {
                end_when(true, errno == ETIMEDOUT ? "socket_stalled" : "");
                return false;
            }
        }
        return true;
    }

    void wait_for_room() {
        socket_.async_wait(tcp::socket::wait_write, [me = shared_from_this()](auto) {
            if (me->is_open_) { // else it was closed, and this wait with it
                me->go_on();
            }
        });
    }

    void go_on() {
        if (!give(*under_way_)) {
            return;
        }
        if (taken_ < under_way_->size()) {
            wait_for_room();
            return;
        }
        under_way_.reset();
        if (after_) {
            push(std::exchange(after_, nullptr));
        }
        if (under_way_ || !is_open_) {
            return;
        }
        if (is_closing_) {
            finish_closing();
        } else if (route_.handler.sent) {
            route_.handler.sent(*this);
        }
    }

    /// A word of our own, behind what is under way; in place of one that waits there.
    void say(std::string bytes) {
        auto shared = std::make_shared<const std::string>(std::move(bytes));
        if (under_way_) {
            after_ = std::move(shared);
        } else {
            push(shared);
        }
    }

    /// The goodbye is said. Who has said his too needs nothing more; anybody else hears that
    /// nothing follows, and is read until he closes: a reset could take the goodbye from him.
    void finish_closing() {
        since_ = core_.looked;
        boost::system::error_code ignored;
        socket_.shutdown(tcp::socket::shutdown_send, ignored);
        if (has_client_closed_) {
            end();
        }
    }

    void wait_for_words() {
        socket_.async_wait(tcp::socket::wait_read, [me = shared_from_this()](auto) {
            if (me->is_open_) { // else it was closed, and this wait with it
                me->read();
            }
        });
    }

    void read() {
        std::array<char, read_bytes> bytes{};
        const auto got = ::recv(handle_, bytes.data(), bytes.size(), MSG_DONTWAIT);
        const bool is_later = got < 0 && (errno == EAGAIN || errno == EINTR);
        if (got == 0 || (got < 0 && !is_later)) {
            end_when(true, got < 0 && errno == ETIMEDOUT ? "socket_stalled" : "");
            return;
        }
        if (got > 0 && !is_deaf_) {
            hear({bytes.data(), static_cast<std::size_t>(got)});
        }
        if (is_open_) {
            wait_for_words();
        }
    }

    void hear(std::string_view bytes) {
        Heard heard = protocol_->hear(bytes);
        if (!under_way_ && !is_closing_) {
            since_ = core_.looked;
        }
        awaits_answer_ = false;
        count(heard.frames);
        if (heard.goodbye) {
            is_deaf_ = true; // nothing that follows means anything
            has_client_closed_ = heard.fault.empty();
            if (!heard.fault.empty()) {
                core_.refused("socket_" + std::string{heard.fault});
            }
            if (is_closing_ && !under_way_) {
                finish_closing();
            }
            close(*heard.goodbye);
        } else if (!heard.reply.empty() && !is_closing_) {
            say(std::move(heard.reply));
        }
    }

    /// What a client says costs us: a flood of it ends it.
    void count(std::size_t frames) {
        if (core_.looked - rate_since_ > rate_window) {
            rate_since_ = core_.looked;
            in_window_ = 0;
        }
        in_window_ += frames;
        if (in_window_ > core_.limits.socket_messages_per_10_s && !is_closing_) {
            is_deaf_ = true;
            core_.refused("socket_rate");
            close(close_code::policy_violation);
        }
    }

    void end_when(bool is_over, std::string_view reason) {
        if (!is_over) {
            return;
        }
        if (!reason.empty()) {
            core_.refused(reason);
        }
        end();
    }

    void end() {
        if (!is_open_) {
            return;
        }
        is_open_ = false;
        // Later, so that whoever called send() or close() is not called back from within.
        asio::post(core_.loop, [me = shared_from_this()] {
            boost::system::error_code ignored;
            me->socket_.close(ignored);
            me->under_way_.reset();
            me->after_.reset();
            if (me->is_told_ && me->route_.handler.closed) {
                me->route_.handler.closed(*me);
            }
        });
    }

    // What each send looks at stands together: ten thousand of these do not fit in a cache.
    HttpCore& core_;
    const int handle_; ///< of the socket
    bool is_open_ = true;
    bool is_told_ = false; ///< the owner was, of it being open
    bool is_closing_ = false;
    bool has_client_closed_ = false;
    bool is_deaf_ = false;
    bool awaits_answer_ = false;
    steady_clock::time_point since_; ///< of the last sign of life, or of what is under way
    std::size_t taken_ = 0;          ///< of it, by the kernel
    SharedText under_way_;           ///< null: nothing
    SharedText after_;               ///< a control frame behind it
    steady_clock::time_point rate_since_;
    std::size_t in_window_ = 0; ///< frames of the client since then
    const WatchRoute& route_;
    tcp::socket socket_;
    std::unique_ptr<HttpSeat> seat_;
    std::unique_ptr<WatchProtocol> protocol_;
};

} // namespace

void open_watcher(HttpCore& core, WatchConnection connection, const WatchRoute& route,
                  const HttpRequest& request) {
    std::string answer = std::move(connection.entry.answer);
    const auto session = std::make_shared<Session>(core, std::move(connection), route);
    session->begin(std::move(answer), request);
    if (core.draining) {
        session->drain();
    }
}

} // namespace lanterne::service
