#include "service/http_message.hpp"

#include <algorithm>
#include <stdexcept>

#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/rfc7230.hpp>
#include <boost/beast/http/string_body.hpp>
#include <fmt/format.h>

namespace lanterne::service {

namespace http = boost::beast::http;

struct RequestReader::State {
    State() {
        // Both limits are ours: the head's before the parser sees it, the body's by the route.
        parser.header_limit(1U << 20U);
        parser.body_limit(boost::none);
        parser.eager(true);
    }

    http::request_parser<http::string_body> parser;
    std::size_t body_limit = 0;
};

namespace {

HttpFault malformed(const boost::system::error_code& error) {
    return {400, "malformed", "a well-formed HTTP/1.1 message would be right: " + error.message()};
}

HttpFault too_large(std::size_t limit) {
    return {413, "body_limit", fmt::format("a body of at most {} bytes would be right", limit)};
}

bool breaks_line(std::string_view text) {
    return text.find_first_of(std::string_view{"\r\n\0", 3}) != std::string_view::npos;
}

bool has_content(int status) { return status >= 200 && status != 204 && status != 304; }

constexpr std::string_view policy_field = "Content-Security-Policy";

bool names_policy(const HttpResponse& response) {
    return std::ranges::any_of(response.headers,
                               [](const auto& field) { return field.first == policy_field; });
}

/// Of a page that names no policy of its own: scripts, styles, images and connections from our own
/// address alone; nothing may run from inside the page's text.
constexpr std::string_view page_policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "font-src 'self'; connect-src 'self'; worker-src 'self' blob:; manifest-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

} // namespace

RequestReader::RequestReader() : state_{std::make_unique<State>()} {}

RequestReader::~RequestReader() = default;
RequestReader::RequestReader(RequestReader&&) noexcept = default;
RequestReader& RequestReader::operator=(RequestReader&&) noexcept = default;

Result<std::optional<RequestHead>, HttpFault> RequestReader::take_head(std::string& bytes,
                                                                       std::size_t head_limit) {
    const auto end = bytes.find("\r\n\r\n");
    if (std::min(end, bytes.size()) > head_limit) {
        return tl::unexpected{
            HttpFault{431, "head_limit",
                      fmt::format("a head of at most {} bytes would be right", head_limit)}};
    }
    if (end == std::string::npos) {
        return std::optional<RequestHead>{};
    }
    const std::string raw = bytes.substr(0, end + 4);
    bytes.erase(0, raw.size());
    boost::system::error_code error;
    state_->parser.eager(false);
    const std::size_t used = state_->parser.put(boost::asio::buffer(raw), error);
    if (error || used != raw.size() || !state_->parser.is_header_done()) {
        return tl::unexpected{malformed(error)};
    }
    state_->parser.eager(true);
    const auto& message = state_->parser.get();
    RequestHead head;
    head.version = message.version();
    head.method = message.method_string();
    head.target = message.target();
    for (const auto& field : message) {
        head.fields.emplace_back(field.name_string(), field.value());
    }
    if (auto fault = check_head(raw, head)) {
        return tl::unexpected{std::move(*fault)};
    }
    return std::optional{std::move(head)};
}

Result<void, HttpFault> RequestReader::limit_body(std::size_t body_bytes) {
    state_->body_limit = body_bytes;
    const auto length = state_->parser.content_length();
    if (length && *length > body_bytes) {
        return tl::unexpected{too_large(body_bytes)};
    }
    return {};
}

Result<bool, HttpFault> RequestReader::take_body(std::string& bytes) {
    auto& parser = state_->parser;
    while (!parser.is_done() && !bytes.empty()) {
        boost::system::error_code error;
        const std::size_t used = parser.put(boost::asio::buffer(bytes), error);
        bytes.erase(0, used);
        if (error && error != http::error::need_more) {
            return tl::unexpected{malformed(error)};
        }
        if (parser.get().body().size() > state_->body_limit) {
            return tl::unexpected{too_large(state_->body_limit)};
        }
        if (error || used == 0) {
            break;
        }
    }
    return parser.is_done();
}

bool RequestReader::keep_alive() const { return state_->parser.keep_alive(); }

bool RequestReader::expects_continue() const {
    const auto& message = state_->parser.get();
    return boost::beast::iequals(message[http::field::expect], "100-continue");
}

std::string RequestReader::body() && { return std::move(state_->parser.get().body()); }

std::string_view reason_phrase(int status) {
    const auto text = http::obsolete_reason(http::int_to_status(static_cast<unsigned>(status)));
    return {text.data(), text.size()};
}

std::string response_head(const HttpResponse& response, KeepAlive keep_alive) {
    std::string head =
        fmt::format("HTTP/1.1 {} {}\r\n", response.status, reason_phrase(response.status));
    const auto add = [&head](std::string_view name, std::string_view value) {
        if (breaks_line(name) || breaks_line(value)) {
            throw std::invalid_argument{
                fmt::format("a response's field {} has a line break", name)};
        }
        head.append(name).append(": ").append(value).append("\r\n");
    };
    if (has_content(response.status)) {
        add("Content-Type", response.content_type);
        add("Content-Length", std::to_string(response.content().size()));
    }
    for (const auto& [name, value] : response.headers) {
        add(name, value);
    }
    add("X-Content-Type-Options", "nosniff");
    add("Referrer-Policy", "strict-origin-when-cross-origin");
    if (response.content_type.starts_with("text/html") && !names_policy(response)) {
        add(policy_field, page_policy);
    }
    add("Connection", keep_alive == KeepAlive::yes ? "keep-alive" : "close");
    return head + "\r\n";
}

} // namespace lanterne::service
