#include "simulator/run/progress_bar.hpp"

#include <algorithm>
#include <cstdio>

#include <fmt/format.h>
#include <unistd.h>

namespace lanterne::simulator {
namespace {

constexpr std::size_t most_columns = 79;
constexpr std::size_t bar_columns = 30;

} // namespace

std::string progress_line(std::string_view what, std::size_t done, std::size_t of) {
    std::string line{what};
    if (of > 0) {
        const std::size_t filled = bar_columns * std::min(done, of) / of;
        line += fmt::format("  [{:#<{}}{:.<{}}]  {} %", "", filled, "", bar_columns - filled,
                            100 * std::min(done, of) / of);
    } else {
        line += " ...";
    }
    return line.substr(0, most_columns);
}

ProgressBar::ProgressBar() : is_terminal_{isatty(STDERR_FILENO) == 1} {}

void ProgressBar::show(std::string_view what, std::size_t done, std::size_t of) {
    if (!is_terminal_) {
        return;
    }
    if (of > 0 && done >= of) {
        clear();
        return;
    }
    const auto now = std::chrono::steady_clock::now();
    if (what == what_ && now < next_) {
        return;
    }
    what_ = what;
    next_ = now + interval;
    is_there_ = true;
    fmt::print(stderr, "\r{:<{}}\r", progress_line(what, done, of), most_columns);
    static_cast<void>(std::fflush(stderr));
}

void ProgressBar::clear() {
    if (is_there_) {
        fmt::print(stderr, "\r{:{}}\r", "", most_columns);
        static_cast<void>(std::fflush(stderr));
        is_there_ = false;
        what_.clear();
    }
}

} // namespace lanterne::simulator
