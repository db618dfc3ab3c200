#include "service/web_socket_client.hpp"

#include <utility>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <fmt/format.h>

namespace lanterne::service {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
namespace websocket = boost::beast::websocket;
using asio::ip::tcp;
using std::chrono::milliseconds;

/// Every step begins the next one on a loop that runs only while somebody waits: what is under way
/// when the time is over stays so, and no handler outlives the object.
class WebSocketClient::Connection {
public:
    Connection(HttpAddress address, const WebSocketSettings& settings)
        : address_{std::move(address)}, is_binary_{settings.is_binary}, resolver_{loop_},
          stream_{loop_} {
        stream_.read_message_max(settings.max_message_bytes);
        stream_.set_option(websocket::stream_base::timeout{settings.timeout,
                                                           websocket::stream_base::none(), false});
        stream_.set_option(websocket::stream_base::decorator{
            [protocol = settings.sub_protocol,
             origin = settings.origin](websocket::request_type& request) {
                if (!protocol.empty()) {
                    request.set(http::field::sec_websocket_protocol, protocol);
                }
                if (!origin.empty()) {
                    request.set(http::field::origin, origin);
                }
            }});
    }

    /// Nothing when it is open.
    std::optional<WebSocketRefusal> open(milliseconds timeout) {
        resolver_.async_resolve(
            address_.host, std::to_string(address_.port),
            [this](auto error, const auto& found) { after_resolve(error, found); });
        run(timeout, [this] { return opened_ || ended_; });
        if (opened_) {
            return std::nullopt;
        }
        return WebSocketRefusal{.status = status_,
                                .reason =
                                    fmt::format("{} port {}: {}", address_.host, address_.port,
                                                ended_ ? *ended_ : "no answer in time")};
    }

    Result<std::optional<std::string>, std::string> read(milliseconds timeout) {
        if (!ended_ && !reading_) {
            reading_ = true;
            stream_.async_read(incoming_, [this](auto error, auto) { after_read(error); });
        }
        run(timeout, [this] { return ended_ || !reading_; });
        if (ended_) {
            return tl::unexpected{*ended_};
        }
        if (reading_) {
            return std::nullopt;
        }
        std::optional<std::string> text{beast::buffers_to_string(incoming_.data())};
        incoming_.clear();
        return text;
    }

    const std::string& sub_protocol() const { return sub_protocol_; }

    std::optional<unsigned> close_code() const {
        return stream_.reason().code == websocket::close_code::none
                   ? std::nullopt
                   : std::optional<unsigned>{stream_.reason().code};
    }

    void close(milliseconds timeout) {
        if (ended_) {
            return;
        }
        ended_ = "it was closed";
        stream_.async_close(websocket::close_code::normal, [this](auto) { closed_ = true; });
        run(timeout, [this] { return closed_; });
        beast::get_lowest_layer(stream_).close();
    }

private:
    /// Until what was waited for, or the time is over.
    template<class Done>
    void run(milliseconds timeout, Done done) {
        const auto deadline = std::chrono::steady_clock::now() + timeout;
        loop_.restart();
        while (!done() && loop_.run_one_until(deadline) > 0) {
        }
    }

    void end(const boost::system::error_code& error) { ended_ = error.message(); }

    void after_resolve(boost::system::error_code error, const tcp::resolver::results_type& found) {
        if (error) {
            end(error);
            return;
        }
        beast::get_lowest_layer(stream_).async_connect(
            found, [this](auto failed, const auto&) { after_connect(failed); });
    }

    void after_connect(boost::system::error_code error) {
        if (error) {
            end(error);
            return;
        }
        stream_.async_handshake(answer_, authority_of(address_), address_.target,
                                [this](auto failed) { after_handshake(failed); });
    }

    void after_handshake(boost::system::error_code error) {
        if (error == websocket::error::upgrade_declined) {
            status_ = static_cast<int>(answer_.result_int());
            ended_ = fmt::format("answers {} in place of a socket", status_);
        } else if (error) {
            end(error);
        } else {
            sub_protocol_ = answer_[http::field::sec_websocket_protocol];
            opened_ = true;
        }
    }

    void after_read(boost::system::error_code error) {
        reading_ = false;
        if (ended_) {
            return;
        }
        if (error == websocket::error::closed) {
            ended_ = fmt::format("the server closed the socket with code {}",
                                 static_cast<unsigned>(stream_.reason().code));
        } else if (error) {
            end(error);
        } else if (stream_.got_text() == is_binary_) {
            ended_ = is_binary_ ? "a message that is not binary" : "a message that is no text";
        }
    }

    const HttpAddress address_;
    const bool is_binary_;
    asio::io_context loop_{1};
    tcp::resolver resolver_;
    websocket::stream<beast::tcp_stream> stream_;
    websocket::response_type answer_;
    beast::flat_buffer incoming_;
    bool opened_ = false;
    bool reading_ = false;
    bool closed_ = false;
    int status_ = 0;
    std::string sub_protocol_;
    std::optional<std::string> ended_;
};

Result<WebSocketClient, WebSocketRefusal> WebSocketClient::open(const WebSocketSettings& settings) {
    auto address = parse_address(settings.url, "ws");
    if (!address) {
        return tl::unexpected{WebSocketRefusal{.reason = address.error()}};
    }
    auto connection = std::make_unique<Connection>(std::move(*address), settings);
    if (auto refusal = connection->open(settings.timeout)) {
        return tl::unexpected{std::move(*refusal)};
    }
    return WebSocketClient{std::move(connection)};
}

WebSocketClient::WebSocketClient(std::unique_ptr<Connection> connection)
    : connection_{std::move(connection)} {}

WebSocketClient::~WebSocketClient() = default;
WebSocketClient::WebSocketClient(WebSocketClient&&) noexcept = default;
WebSocketClient& WebSocketClient::operator=(WebSocketClient&&) noexcept = default;

Result<std::optional<std::string>, std::string> WebSocketClient::read(milliseconds timeout) {
    return connection_->read(timeout);
}

const std::string& WebSocketClient::sub_protocol() const { return connection_->sub_protocol(); }

std::optional<unsigned> WebSocketClient::close_code() const { return connection_->close_code(); }

void WebSocketClient::close(milliseconds timeout) { connection_->close(timeout); }

} // namespace lanterne::service
