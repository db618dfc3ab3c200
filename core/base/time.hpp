#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace lanterne {

using Milliseconds = std::chrono::milliseconds;

/// When something happened. In a rehearsal this is race time, not wall time.
using UtcTime = std::chrono::sys_time<Milliseconds>;

/// No fix is older: gpsd 3.22 shifts earlier dates by 1024 weeks, so they cannot be believed.
inline constexpr UtcTime earliest_time =
    std::chrono::sys_days{std::chrono::year{2017} / std::chrono::January / 1};

/// No time is later: the last instant of 2099.
inline constexpr UtcTime latest_time =
    std::chrono::sys_days{std::chrono::year{2100} / std::chrono::January / 1} - Milliseconds{1};

/// Milliseconds since 1970-01-01T00:00:00Z.
constexpr std::int64_t to_ms(UtcTime time) { return time.time_since_epoch().count(); }

constexpr UtcTime from_ms(std::int64_t ms) { return UtcTime{Milliseconds{ms}}; }

/// RFC 3339 in UTC with milliseconds: 2026-05-17T08:00:00.000Z. Years 0000 to 9999.
std::string to_text(UtcTime time);

/// Reads RFC 3339: "2026-05-17T10:00:00.250+02:00", any number of decimals (cut to milliseconds),
/// 'Z' or an offset. A missing offset, a date that does not exist, or anything left over: nothing.
std::optional<UtcTime> parse_time(std::string_view text);

} // namespace lanterne
