#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "core/base/result.hpp"

namespace lanterne::service {

struct HttpReply {
    int status = 0;
    std::map<std::string, std::string> headers; ///< by lower-case name
    std::string body;
};

struct HttpAddress {
    std::string host;
    std::uint16_t port = 80;
    std::string target; ///< path and query; at least "/"
};

/// Of "scheme://host[:port][/path]" with that scheme ("http", "ws") and nothing else (no TLS, no
/// user, IPv6 in brackets), or what would be right.
Result<HttpAddress, std::string> parse_address(std::string_view url, std::string_view scheme);
Result<HttpAddress, std::string> parse_http_address(std::string_view url);

/// "host:port" as a Host field has it, IPv6 in brackets.
std::string authority_of(const HttpAddress& address);

inline constexpr std::size_t max_reply_bytes = std::size_t{16} * 1024 * 1024;

/// One GET on a connection of its own; blocks at most `timeout` in all. Any status is a reply; what
/// is no reply is said in a sentence.
Result<HttpReply, std::string> http_get(std::string_view url, std::chrono::milliseconds timeout,
                                        std::size_t body_limit = max_reply_bytes);

struct HttpBody {
    std::string type; ///< "application/json"
    std::string content;
};

/// One POST, as http_get() else.
Result<HttpReply, std::string> http_post(std::string_view url, HttpBody body,
                                         std::chrono::milliseconds timeout,
                                         std::size_t body_limit = max_reply_bytes);

} // namespace lanterne::service
