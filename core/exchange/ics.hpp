#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/time.hpp"

namespace lanterne::exchange {

/// Something that begins at a time, for a calendar.
struct CalendarEvent {
    std::string uid; ///< the same for ever, and of nothing else in the world
    std::string name;
    std::string description; ///< may be empty; any line ends
    UtcTime starts_at;
    UtcTime revised_at;        ///< when somebody changed it last
    std::int64_t sequence = 0; ///< grows with each change
};

/// A calendar of RFC 5545: events in the order given, times in UTC to the second, lines of at most
/// 75 octets that no character is cut by. An event without an end takes no time in it (its section
/// 3.6.1), which is what a start is. Text must be UTF-8; control characters in it are left out.
std::string write_ics(std::string_view calendar_name, const std::vector<CalendarEvent>& events);

} // namespace lanterne::exchange
