#include "core/exchange/ics.hpp"

#include <fmt/format.h>

namespace lanterne::exchange {

namespace {

constexpr std::size_t max_line_octets = 75; ///< RFC 5545, section 3.1, without the line end

bool continues_a_character(char octet) {
    return (static_cast<unsigned char>(octet) & 0xC0U) == 0x80U;
}

/// Section 3.1: a long line goes on behind a line end and a space.
void add_line(std::string& calendar, std::string_view line) {
    std::size_t room = max_line_octets;
    while (line.size() > room) {
        std::size_t cut = room;
        while (cut > 1 && continues_a_character(line[cut])) {
            --cut;
        }
        calendar.append(line.substr(0, cut)).append("\r\n ");
        line.remove_prefix(cut);
        room = max_line_octets - 1;
    }
    calendar.append(line).append("\r\n");
}

/// Section 3.3.11.
std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == '\\' || c == ';' || c == ',') {
            out.append("\\").push_back(c);
        } else if (c == '\n') {
            out.append("\\n");
        } else if (static_cast<unsigned char>(c) >= 0x20 && c != 0x7F) {
            out.push_back(c);
        }
    }
    return out;
}

/// Section 3.3.5, form 2: 20260614T070000Z.
std::string date_time(UtcTime time) {
    const std::string text = lanterne::to_text(time); // 2026-06-14T07:00:00.000Z
    return fmt::format("{}{}{}T{}{}{}Z", text.substr(0, 4), text.substr(5, 2), text.substr(8, 2),
                       text.substr(11, 2), text.substr(14, 2), text.substr(17, 2));
}

void add_event(std::string& calendar, const CalendarEvent& event) {
    add_line(calendar, "BEGIN:VEVENT");
    add_line(calendar, "UID:" + escaped(event.uid));
    add_line(calendar, "DTSTAMP:" + date_time(event.revised_at));
    add_line(calendar, fmt::format("SEQUENCE:{}", event.sequence));
    add_line(calendar, "DTSTART:" + date_time(event.starts_at));
    add_line(calendar, "SUMMARY:" + escaped(event.name));
    if (!event.description.empty()) {
        add_line(calendar, "DESCRIPTION:" + escaped(event.description));
    }
    add_line(calendar, "END:VEVENT");
}

} // namespace

std::string write_ics(std::string_view calendar_name, const std::vector<CalendarEvent>& events) {
    std::string calendar;
    add_line(calendar, "BEGIN:VCALENDAR");
    add_line(calendar, "VERSION:2.0");
    add_line(calendar, "PRODID:-//Lanterne//Lanterne//EN");
    add_line(calendar, "NAME:" + escaped(calendar_name)); // RFC 7986, section 5.1
    for (const CalendarEvent& event : events) {
        add_event(calendar, event);
    }
    add_line(calendar, "END:VCALENDAR");
    return calendar;
}

} // namespace lanterne::exchange
