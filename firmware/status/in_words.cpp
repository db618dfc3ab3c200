#include "firmware/status/in_words.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace lanterne::firmware {
namespace {

std::string two_units(std::int64_t large, std::string_view large_unit, std::int64_t small,
                      std::string_view small_unit) {
    return small == 0 ? fmt::format("{} {}", large, large_unit)
                      : fmt::format("{} {} {} {}", large, large_unit, small, small_unit);
}

} // namespace

std::string in_words(Milliseconds duration) {
    const std::int64_t ms = std::max<std::int64_t>(duration.count(), 0);
    const std::int64_t seconds = ms / 1'000;
    const std::int64_t minutes = seconds / 60;
    const std::int64_t hours = minutes / 60;
    if (seconds < 10) {
        return fmt::format("{}.{} s", seconds, ms % 1'000 / 100);
    }
    if (minutes < 2) {
        return fmt::format("{} s", seconds);
    }
    if (hours < 1) {
        return fmt::format("{} min", minutes);
    }
    return hours < 48 ? two_units(hours, "h", minutes % 60, "min")
                      : two_units(hours / 24, "d", hours % 24, "h");
}

std::string in_words(UtcTime time) {
    const std::string exact = to_text(time); // 2027-05-17T21:00:00.000Z
    return fmt::format("{} {} UTC", exact.substr(0, 10), exact.substr(11, 5));
}

std::string counted(std::uint64_t count, std::string_view noun, std::string_view plural_ending) {
    return fmt::format("{} {}{}", count, noun, count == 1 ? "" : plural_ending);
}

} // namespace lanterne::firmware
