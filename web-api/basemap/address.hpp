#pragma once

#include <string>
#include <string_view>

#include "core/base/result.hpp"

namespace lanterne::web {

inline constexpr std::size_t max_address_bytes = 500;

/// "https://host[:port]" of an absolute http or https address; empty for a path on this server. Or
/// what would be right: an address that holds nothing but what RFC 3986 allows, besides braces
/// where
/// `{z}` and its like may stand; a quote, a semicolon or a space would break out of the policy that
/// the origin goes into.
Result<std::string, std::string> origin_of(std::string_view address);

} // namespace lanterne::web
