#include "core/scoring/results/display.hpp"

#include <cstdint>

#include <fmt/format.h>

namespace lanterne::scoring::results {

Milliseconds shown(Milliseconds exact, const plan::Display& display) {
    const std::int64_t unit = display.unit.count();
    std::int64_t whole = exact.count() / unit;
    std::int64_t rest = exact.count() % unit;
    if (rest < 0) {
        --whole;
        rest += unit;
    }
    const bool is_up = (display.rounding == plan::Rounding::up && rest > 0) ||
                       (display.rounding == plan::Rounding::nearest && 2 * rest >= unit);
    return Milliseconds{(whole + (is_up ? 1 : 0)) * unit};
}

std::string to_text(Milliseconds time, const plan::Display& display) {
    const std::int64_t ms = time.count() < 0 ? -time.count() : time.count();
    const std::int64_t seconds = ms / 1'000;
    std::string text = time.count() < 0 ? "-" : "";
    text += seconds >= 3'600
                ? fmt::format("{}:{:02}:{:02}", seconds / 3'600, seconds / 60 % 60, seconds % 60)
                : fmt::format("{}:{:02}", seconds / 60, seconds % 60);
    if (display.unit == Milliseconds{100}) {
        text += fmt::format(".{}", ms % 1'000 / 100);
    } else if (display.unit == Milliseconds{10}) {
        text += fmt::format(".{:02}", ms % 1'000 / 10);
    }
    return text;
}

} // namespace lanterne::scoring::results
