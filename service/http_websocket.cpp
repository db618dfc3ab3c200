#include "service/http_websocket.hpp"

#include <algorithm>
#include <chrono>

#include <boost/asio/post.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <netinet/in.h>
#include <netinet/tcp.h>

namespace lanterne::service {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace websocket = boost::beast::websocket;
using std::chrono::steady_clock;

namespace {

/// The kernel would hide megabytes behind a client that does not read (4 MB each by default).
constexpr int kernel_send_bytes = 64 * 1024;
/// Bytes that nobody acknowledges: the connection is gone.
constexpr int unacknowledged_ms = 20'000;
constexpr std::chrono::seconds rate_window{10};

void set_up(asio::ip::tcp::socket& socket) {
    boost::system::error_code ignored;
    socket.set_option(asio::socket_base::send_buffer_size{kernel_send_bytes}, ignored);
    ::setsockopt(socket.native_handle(), IPPROTO_TCP, TCP_USER_TIMEOUT, &unacknowledged_ms,
                 sizeof unacknowledged_ms);
}

bool offers(std::string_view list, std::string_view wanted) {
    while (!list.empty()) {
        const auto comma = list.find(',');
        std::string_view one = list.substr(0, comma);
        list = comma == std::string_view::npos ? std::string_view{} : list.substr(comma + 1);
        one.remove_prefix(std::min(one.find_first_not_of(' '), one.size()));
        one = one.substr(0, one.find_last_not_of(' ') + 1);
        if (one == wanted) {
            return true;
        }
    }
    return false;
}

class Socket : public WebSocket, public HttpSession, public std::enable_shared_from_this<Socket> {
public:
    Socket(HttpCore& core, asio::ip::tcp::socket socket, std::unique_ptr<HttpSeat> seat,
           const WebSocketHandler& handler)
        : core_{core}, seat_{std::move(seat)}, handler_{handler}, stream_{std::move(socket)},
          incoming_{core.limits.socket_message_bytes + 1'024} {
        core_.sessions.insert(this);
        ++core_.websockets;
        set_up(stream_.next_layer().socket());
        stream_.read_message_max(core.limits.socket_message_bytes);
        stream_.set_option(websocket::stream_base::timeout{core.limits.header_time,
                                                           core.limits.socket_silence, true});
        stream_.auto_fragment(false);
        stream_.text(true);
    }

    ~Socket() override {
        core_.sessions.erase(this);
        --core_.websockets;
    }

    Socket(const Socket&) = delete;
    Socket& operator=(const Socket&) = delete;

    void shake_hands(const RequestHead& head, const HttpRequest& request) {
        handshake_ = {beast::http::verb::get, head.target, 11};
        for (const auto& [name, value] : head.fields) {
            handshake_.insert(name, value);
        }
        if (!handler_.sub_protocol.empty() &&
            offers(head.field("sec-websocket-protocol"), handler_.sub_protocol)) {
            stream_.set_option(websocket::stream_base::decorator{
                [name = handler_.sub_protocol](websocket::response_type& response) {
                    response.set(beast::http::field::sec_websocket_protocol, name);
                }});
        }
        stream_.control_callback([this](websocket::frame_type, beast::string_view) { count(); });
        stream_.async_accept(handshake_, [me = shared_from_this(), request](auto error) {
            if (!error && !me->core_.draining) {
                me->begin(request);
            }
        });
    }

    bool idle() const override { return is_open_ && !writing_; }

    bool send(SharedText message) override {
        if (!idle()) {
            return false;
        }
        writing_ = std::move(message);
        stream_.async_write(asio::buffer(*writing_), [me = shared_from_this()](auto error, auto) {
            me->writing_.reset();
            if (error) {
                me->end();
            } else if (me->is_open_ && me->handler_.sent) {
                me->handler_.sent(*me);
            }
        });
        return true;
    }

    void close(unsigned short code) override {
        if (!is_open_ || is_closing_) {
            return;
        }
        is_closing_ = true;
        stream_.async_close(websocket::close_reason{code},
                            [me = shared_from_this()](auto) { me->end(); });
    }

    void drain() override { close(websocket::close_code::service_restart); }

    void abort() override { beast::get_lowest_layer(stream_).close(); }

private:
    void begin(const HttpRequest& request) {
        is_open_ = true;
        window_began_ = steady_clock::now();
        read();
        if (handler_.opened) {
            handler_.opened(request, shared_from_this());
        }
    }

    /// Nothing that a client says matters to us; reading answers its pings and sees its close.
    void read() {
        stream_.async_read(incoming_, [me = shared_from_this()](auto error, auto) {
            me->incoming_.clear();
            if (error) {
                me->end();
                return;
            }
            me->count();
            me->read();
        });
    }

    /// One more message or control frame from the client: a flood ends it.
    void count() {
        const auto now = steady_clock::now();
        if (now - window_began_ > rate_window) {
            window_began_ = now;
            in_window_ = 0;
        }
        if (++in_window_ == core_.limits.socket_messages_per_10_s + 1) {
            core_.refused("socket_rate");
            close(websocket::close_code::policy_error);
        }
    }

    void end() {
        if (!is_open_) {
            return;
        }
        is_open_ = false;
        // Later, so that whoever called send() or close() is not called back from within.
        asio::post(core_.loop, [me = shared_from_this()] {
            if (me->handler_.closed) {
                me->handler_.closed(*me);
            }
            beast::get_lowest_layer(me->stream_).close();
        });
    }

    HttpCore& core_;
    std::unique_ptr<HttpSeat> seat_;
    const WebSocketHandler& handler_;
    websocket::stream<beast::tcp_stream> stream_;
    beast::http::request<beast::http::string_body> handshake_;
    beast::flat_buffer incoming_;
    SharedText writing_;
    bool is_open_ = false;
    bool is_closing_ = false;
    steady_clock::time_point window_began_;
    std::size_t in_window_ = 0;
};

} // namespace

void open_websocket(HttpCore& core, asio::ip::tcp::socket socket, std::unique_ptr<HttpSeat> seat,
                    const WebSocketHandler& handler, const RequestHead& head,
                    const HttpRequest& request) {
    std::make_shared<Socket>(core, std::move(socket), std::move(seat), handler)
        ->shake_hands(head, request);
}

} // namespace lanterne::service
