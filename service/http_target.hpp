#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.hpp"

namespace lanterne::service {

inline constexpr std::size_t max_query_parameters = 32;

/// A request target in origin form, taken apart. Segments are compared after decoding, so whatever
/// would decode to something else than it looks like is refused before: %2f, %5c, %00 and other
/// control characters, "." and "..", an empty segment ("//host" would be taken for an authority),
/// bytes that are no UTF-8.
struct HttpTarget {
    std::string path;                  ///< as it came
    std::vector<std::string> segments; ///< decoded; "/" has none, "/a/" has an empty last one
    std::multimap<std::string, std::string> query; ///< decoded
};

/// The target, or what is wrong with it.
Result<HttpTarget, std::string> parse_target(std::string_view target);

} // namespace lanterne::service
