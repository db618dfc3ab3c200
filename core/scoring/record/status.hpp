#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace lanterne::scoring {

/// Grows when the same inputs may give other results than before.
inline constexpr std::uint32_t engine_version = 5;

/// What an entry does, or what became of it.
enum class Status : std::uint8_t {
    not_started,
    racing,
    off_course,
    stopped,
    silent,
    finished,
    over_time_limit,
    did_not_finish,
    did_not_start,
    disqualified,
    unscored,
    lapped,         ///< taken out with the laps that it has
    not_classified, ///< went the way, has no place
};
std::string_view to_text(Status status); ///< the enumerator's name
std::optional<Status> parse_status(std::string_view text);

} // namespace lanterne::scoring
