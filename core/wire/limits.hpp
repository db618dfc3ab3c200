#pragma once

#include <algorithm>
#include <string_view>

#include "core/base/time.hpp"

namespace lanterne::wire {

/// The battery's charge in percent.
inline constexpr std::uint8_t greatest_battery_pct = 100;

/// 1 to `limit` bytes of printable ASCII.
constexpr bool is_printable(std::string_view text, std::size_t limit) {
    return !text.empty() && text.size() <= limit &&
           std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~'; });
}

/// Times beside those of fixes are non-negative milliseconds since 1970, and not after latest_time.
constexpr bool is_time(UtcTime time) { return time >= UtcTime{} && time <= latest_time; }

} // namespace lanterne::wire
