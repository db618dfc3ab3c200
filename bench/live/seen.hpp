#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace lanterne::bench {

/// What a script measured: each name's lines in the order in which they were said, each line its
/// numbers, one at least.
using Seen = std::map<std::string, std::vector<std::vector<double>>, std::less<>>;

/// Reads lines "name number [number...]"; empty ones are passed over. Throws std::runtime_error
/// with a line that is none.
Seen read_seen(std::string_view text);

/// The first number of each line of that name; empty when nobody said any.
std::vector<double> first_of(const Seen& seen, std::string_view name);

} // namespace lanterne::bench
