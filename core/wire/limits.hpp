#pragma once

#include <algorithm>
#include <cstdint>
#include <string_view>

#include "core/base/time.hpp"

namespace lanterne::wire {

/// The battery's charge in percent.
inline constexpr std::uint8_t greatest_battery_pct = 100;
/// Of a signal, in dBm; the greatest is 0.
inline constexpr std::int32_t least_signal_dbm = -200;
/// Race time until the next message: a day.
inline constexpr std::uint32_t greatest_next_report_s = 86'400;

constexpr bool is_signal(std::int32_t dbm) { return dbm >= least_signal_dbm && dbm <= 0; }

/// 1 to `limit` bytes of printable ASCII.
constexpr bool is_printable(std::string_view text, std::size_t limit) {
    return !text.empty() && text.size() <= limit &&
           std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~'; });
}

/// Times beside those of fixes are non-negative milliseconds since 1970, and not after latest_time.
constexpr bool is_time(UtcTime time) { return time >= UtcTime{} && time <= latest_time; }

} // namespace lanterne::wire
