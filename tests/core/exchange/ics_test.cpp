#include <sstream>

#include <gtest/gtest.h>

#include "core/exchange/ics.hpp"

namespace lanterne::exchange {
namespace {

UtcTime at(std::string_view text) { return parse_time(text).value(); }

CalendarEvent sprint() {
    return {.uid = "race-harbour-sprint@lanterne",
            .name = "Harbour Sprint",
            .description = "",
            .starts_at = at("2026-06-14T07:00:00Z"),
            .revised_at = at("2026-05-01T18:30:15.250Z"),
            .sequence = 3};
}

/// Section 3.1 the other way round.
std::string unfolded(std::string calendar) {
    for (auto fold = calendar.find("\r\n "); fold != std::string::npos;
         fold = calendar.find("\r\n ")) {
        calendar.erase(fold, 3);
    }
    return calendar;
}

TEST(Ics, WritesACalendar) {
    EXPECT_EQ(write_ics("Races", {sprint()}), "BEGIN:VCALENDAR\r\n"
                                              "VERSION:2.0\r\n"
                                              "PRODID:-//Lanterne//Lanterne//EN\r\n"
                                              "NAME:Races\r\n"
                                              "BEGIN:VEVENT\r\n"
                                              "UID:race-harbour-sprint@lanterne\r\n"
                                              "DTSTAMP:20260501T183015Z\r\n"
                                              "SEQUENCE:3\r\n"
                                              "DTSTART:20260614T070000Z\r\n"
                                              "SUMMARY:Harbour Sprint\r\n"
                                              "END:VEVENT\r\n"
                                              "END:VCALENDAR\r\n");
}

TEST(Ics, LetsNoTextBreakOutOfItsLine) {
    CalendarEvent event = sprint();
    event.name = "Swim, bike; run\\\r\nEND:VCALENDAR\x01";

    const std::string calendar = write_ics("", {event});

    EXPECT_NE(calendar.find("SUMMARY:Swim\\, bike\\; run\\\\\\nEND:VCALENDAR\r\n"),
              std::string::npos)
        << calendar;
}

TEST(Ics, FoldsLongLinesBetweenCharacters) {
    CalendarEvent event = sprint();
    for (int i = 0; i < 100; ++i) {
        event.description += "\xC3\xA9t\xC3\xA9 \xF0\x9F\x9A\xB4 ";
    }

    const std::string calendar = write_ics("", {event});

    std::istringstream lines{calendar};
    for (std::string line; std::getline(lines, line);) {
        EXPECT_LE(line.size(), 76U) << "75 octets and the carriage return";
        const std::size_t first = line.starts_with(' ') ? 1 : 0;
        EXPECT_NE(static_cast<unsigned char>(line[first]) & 0xC0U, 0x80U) << "a cut character";
    }
    EXPECT_NE(unfolded(calendar).find("DESCRIPTION:" + event.description), std::string::npos);
}

} // namespace
} // namespace lanterne::exchange
