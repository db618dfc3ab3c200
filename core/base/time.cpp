#include "core/base/time.hpp"

#include <fmt/format.h>

namespace lanterne {

namespace {

using std::chrono::floor;

/// Takes `digits` decimal digits off the front of `text`.
std::optional<int> take_number(std::string_view& text, std::size_t digits) {
    if (text.size() < digits) {
        return std::nullopt;
    }
    int value = 0;
    for (const char c : text.substr(0, digits)) {
        if (c < '0' || c > '9') {
            return std::nullopt;
        }
        value = value * 10 + (c - '0');
    }
    text.remove_prefix(digits);
    return value;
}

bool take_char(std::string_view& text, std::string_view allowed) {
    if (text.empty() || allowed.find(text.front()) == std::string_view::npos) {
        return false;
    }
    text.remove_prefix(1);
    return true;
}

std::optional<UtcTime> take_date(std::string_view& text) {
    const auto year = take_number(text, 4);
    const bool dash_1 = year && take_char(text, "-");
    const auto month = dash_1 ? take_number(text, 2) : std::nullopt;
    const bool dash_2 = month && take_char(text, "-");
    const auto day = dash_2 ? take_number(text, 2) : std::nullopt;
    if (!day) {
        return std::nullopt;
    }
    const std::chrono::year_month_day date{std::chrono::year{*year},
                                           std::chrono::month{static_cast<unsigned>(*month)},
                                           std::chrono::day{static_cast<unsigned>(*day)}};
    return date.ok() ? std::optional<UtcTime>{std::chrono::sys_days{date}} : std::nullopt;
}

/// The digits behind a decimal point, as milliseconds; zero when there is no point.
std::optional<Milliseconds> take_fraction(std::string_view& text) {
    if (!take_char(text, ".")) {
        return Milliseconds{0};
    }
    int ms = 0;
    int scale = 100;
    std::size_t digits = 0;
    while (!text.empty() && text.front() >= '0' && text.front() <= '9') {
        ms += (text.front() - '0') * scale;
        scale /= 10;
        ++digits;
        text.remove_prefix(1);
    }
    return digits > 0 ? std::optional{Milliseconds{ms}} : std::nullopt;
}

std::optional<Milliseconds> take_time_of_day(std::string_view& text) {
    const auto hour = take_number(text, 2);
    const bool colon_1 = hour && take_char(text, ":");
    const auto minute = colon_1 ? take_number(text, 2) : std::nullopt;
    const bool colon_2 = minute && take_char(text, ":");
    const auto second = colon_2 ? take_number(text, 2) : std::nullopt;
    if (!second || *hour > 23 || *minute > 59 || *second > 59) {
        return std::nullopt;
    }
    const auto fraction = take_fraction(text);
    if (!fraction) {
        return std::nullopt;
    }
    return std::chrono::hours{*hour} + std::chrono::minutes{*minute} +
           std::chrono::seconds{*second} + *fraction;
}

std::optional<Milliseconds> take_offset(std::string_view& text) {
    if (take_char(text, "Zz")) {
        return Milliseconds{0};
    }
    const bool west = !text.empty() && text.front() == '-';
    if (!take_char(text, "+-")) {
        return std::nullopt;
    }
    const auto hour = take_number(text, 2);
    const bool colon = hour && take_char(text, ":");
    const auto minute = colon ? take_number(text, 2) : std::nullopt;
    if (!minute || *hour > 23 || *minute > 59) {
        return std::nullopt;
    }
    const Milliseconds offset = std::chrono::hours{*hour} + std::chrono::minutes{*minute};
    return west ? -offset : offset;
}

} // namespace

std::string to_text(UtcTime time) {
    const auto day = floor<std::chrono::days>(time);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss clock{time - day};
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", static_cast<int>(date.year()),
                       static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                       clock.hours().count(), clock.minutes().count(), clock.seconds().count(),
                       clock.subseconds().count());
}

std::optional<UtcTime> parse_time(std::string_view text) {
    const auto date = take_date(text);
    if (!date || !take_char(text, "Tt ")) {
        return std::nullopt;
    }
    const auto time_of_day = take_time_of_day(text);
    if (!time_of_day) {
        return std::nullopt;
    }
    const auto offset = take_offset(text);
    if (!offset || !text.empty()) {
        return std::nullopt;
    }
    return *date + *time_of_day - *offset;
}

} // namespace lanterne
