#include "service/http_client.hpp"

#include <charconv>
#include <optional>

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <fmt/format.h>

#include "service/http_guard.hpp"

namespace lanterne::service {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using asio::ip::tcp;

namespace {

/// One exchange: resolve, connect, write, read, each step begun by the one before.
class Exchange {
public:
    Exchange(const HttpAddress& address, std::size_t body_limit)
        : address_{address}, resolver_{loop_}, stream_{loop_} {
        parser_.body_limit(body_limit);
    }

    Result<HttpReply, std::string> get(std::chrono::milliseconds timeout) {
        return run({http::verb::get, address_.target, 11}, timeout);
    }

    Result<HttpReply, std::string> post(HttpBody body, std::chrono::milliseconds timeout) {
        Request request{http::verb::post, address_.target, 11, std::move(body.content)};
        request.set(http::field::content_type, body.type);
        request.prepare_payload();
        return run(std::move(request), timeout);
    }

private:
    using Request = http::request<http::string_body>;

    Result<HttpReply, std::string> run(Request request, std::chrono::milliseconds timeout) {
        request.set(http::field::host, authority_of(address_));
        request.set(http::field::connection, "close");
        request_ = std::move(request);
        stream_.expires_after(timeout);
        resolver_.async_resolve(
            address_.host, std::to_string(address_.port),
            [this](auto error, const auto& found) { after_resolve(error, found); });
        loop_.run_for(timeout);
        if (!end_) {
            return tl::unexpected{
                fmt::format("{} port {}: no answer in time", address_.host, address_.port)};
        }
        if (*end_) {
            return tl::unexpected{
                fmt::format("{} port {}: {}", address_.host, address_.port, end_->message())};
        }
        return reply();
    }

    void after_resolve(boost::system::error_code error, const tcp::resolver::results_type& found) {
        if (error) {
            end_ = error;
            return;
        }
        stream_.async_connect(found, [this](auto failed, const auto&) {
            if (failed) {
                end_ = failed;
                return;
            }
            http::async_write(stream_, request_,
                              [this](auto unwritten, auto) { after_write(unwritten); });
        });
    }

    void after_write(boost::system::error_code error) {
        if (error) {
            end_ = error;
            return;
        }
        http::async_read(stream_, buffer_, parser_, [this](auto failed, auto) { end_ = failed; });
    }

    HttpReply reply() {
        HttpReply reply;
        auto message = parser_.release();
        reply.status = static_cast<int>(message.result_int());
        for (const auto& field : message) {
            reply.headers.emplace(lower_case(field.name_string()), field.value());
        }
        reply.body = std::move(message.body());
        return reply;
    }

    const HttpAddress& address_;
    asio::io_context loop_{1};
    tcp::resolver resolver_;
    beast::tcp_stream stream_;
    Request request_;
    beast::flat_buffer buffer_;
    http::response_parser<http::string_body> parser_;
    std::optional<boost::system::error_code> end_;
};

} // namespace

Result<HttpAddress, std::string> parse_address(std::string_view url, std::string_view scheme) {
    const auto wrong = [&] {
        return tl::unexpected{
            fmt::format("{} is no address; {}://host:port/path would be right", url, scheme)};
    };
    const std::string beginning = fmt::format("{}://", scheme);
    if (url.starts_with(fmt::format("{}s://", scheme))) {
        return tl::unexpected{fmt::format(
            "{}: TLS is not spoken here, but ends in front of Lanterne; {}host:port/path"
            " of the server behind it would be right",
            url, beginning)};
    }
    if (!url.starts_with(beginning) ||
        url.find_first_of(std::string_view{" \r\n\t\0#@", 7}) != std::string_view::npos) {
        return wrong();
    }
    std::string_view rest = url.substr(beginning.size());
    const auto slash = rest.find_first_of("/?");
    std::string_view authority = rest.substr(0, slash);
    HttpAddress address;
    address.target = slash == std::string_view::npos ? "/" : rest.substr(slash);
    if (address.target.front() == '?') {
        address.target.insert(0, "/");
    }
    const auto bracket = authority.find(']');
    const auto colon = authority.find(':', bracket == std::string_view::npos ? 0 : bracket);
    if (colon != std::string_view::npos) {
        const std::string_view port = authority.substr(colon + 1);
        const auto [end, error] =
            std::from_chars(port.data(), port.data() + port.size(), address.port);
        if (error != std::errc{} || end != port.data() + port.size() || address.port == 0) {
            return wrong();
        }
        authority = authority.substr(0, colon);
    }
    if (authority.starts_with('[') && authority.ends_with(']')) {
        authority = authority.substr(1, authority.size() - 2);
    }
    if (authority.empty()) {
        return wrong();
    }
    address.host = authority;
    return address;
}

Result<HttpAddress, std::string> parse_http_address(std::string_view url) {
    return parse_address(url, "http");
}

std::string authority_of(const HttpAddress& address) {
    const bool is_bare_v6 = address.host.find(':') != std::string::npos;
    return is_bare_v6 ? fmt::format("[{}]:{}", address.host, address.port)
                      : fmt::format("{}:{}", address.host, address.port);
}

Result<HttpReply, std::string> http_get(std::string_view url, std::chrono::milliseconds timeout,
                                        std::size_t body_limit) {
    const auto address = parse_http_address(url);
    if (!address) {
        return tl::unexpected{address.error()};
    }
    return Exchange{*address, body_limit}.get(timeout);
}

Result<HttpReply, std::string> http_post(std::string_view url, HttpBody body,
                                         std::chrono::milliseconds timeout,
                                         std::size_t body_limit) {
    const auto address = parse_http_address(url);
    if (!address) {
        return tl::unexpected{address.error()};
    }
    return Exchange{*address, body_limit}.post(std::move(body), timeout);
}

} // namespace lanterne::service
