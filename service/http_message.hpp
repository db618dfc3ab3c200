#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/result.hpp"
#include "service/http.hpp"
#include "service/http_guard.hpp"

namespace lanterne::service {

/// Reads one request from bytes as they come, without a socket: so it can be tested and fuzzed.
/// First the head (with its guard), then the body within a limit that the route has set.
class RequestReader {
public:
    RequestReader();
    ~RequestReader();
    RequestReader(RequestReader&&) noexcept;
    RequestReader& operator=(RequestReader&&) noexcept;

    /// Takes the head off the front of `bytes` when it is whole. More than `head_limit` bytes
    /// without an empty line: a fault.
    Result<std::optional<RequestHead>, HttpFault> take_head(std::string& bytes,
                                                            std::size_t head_limit);

    /// After the head: refuses at once a length above the limit.
    Result<void, HttpFault> limit_body(std::size_t body_bytes);

    /// Takes what belongs to the body off the front of `bytes`. True when the body is whole.
    Result<bool, HttpFault> take_body(std::string& bytes);

    bool keep_alive() const;
    bool expects_continue() const;
    std::string body() &&;

private:
    struct State;
    std::unique_ptr<State> state_;
};

enum class KeepAlive { no, yes };

/// Status line and fields of the response, with the empty line; security headers included.
/// std::invalid_argument when a field would break out of its line.
std::string response_head(const HttpResponse& response, KeepAlive keep_alive);

/// The standard's words for a status.
std::string_view reason_phrase(int status);

} // namespace lanterne::service
