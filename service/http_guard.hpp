#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lanterne::service {

/// The head of a request as a parser understood it, before anything of it is believed.
struct RequestHead {
    unsigned version = 11; ///< 10 or 11
    std::string method;
    std::string target;
    std::vector<std::pair<std::string, std::string>> fields; ///< in order, names as they came

    /// The first of that name (lower case), without the space around it; empty when absent.
    std::string_view field(std::string_view lower_case_name) const;
    std::size_t count(std::string_view lower_case_name) const;
    /// All of that name as one list, with commas between.
    std::string all(std::string_view lower_case_name) const;
};

/// Why a request is turned away: the status to answer with, a word to count by, and what would be
/// right. The connection is closed after it, for its framing cannot be trusted.
struct HttpFault {
    int status = 400;
    std::string reason;
    std::string right;
};

/// Refuses what two servers could understand differently (request smuggling) or what our routing
/// could be led astray by: obsolete line folding, a version other than 1.1 (or a 1.0 GET,
/// HEAD, or POST with a length), not exactly one Host, a transfer coding other than "chunked" or
/// one beside a length, more than one length. `raw` is the head's bytes, because a parser unfolds
/// lines without a word.
std::optional<HttpFault> check_head(std::string_view raw, const RequestHead& head);

/// True when a page of that Origin may open a socket on that Host: same host and port, any scheme
/// (TLS ends in front of us).
bool is_same_origin(std::string_view origin, std::string_view host);

std::string lower_case(std::string_view text);

} // namespace lanterne::service
