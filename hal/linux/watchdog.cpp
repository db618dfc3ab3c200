#include "hal/linux/watchdog.hpp"

#include <algorithm>

#include <systemd/sd-daemon.h>

namespace lanterne::hal::linux_system {
namespace {

std::optional<std::chrono::milliseconds> asked_patience() {
    std::uint64_t microseconds = 0;
    if (::sd_watchdog_enabled(0, &microseconds) <= 0) {
        return std::nullopt;
    }
    constexpr std::uint64_t longest = 1'000'000ULL * 86'400;
    return std::chrono::floor<std::chrono::milliseconds>(
        std::chrono::microseconds{std::min(microseconds, longest)});
}

char printable(char letter) { return letter >= ' ' && letter <= '~' ? letter : '?'; }

} // namespace

Watchdog::Watchdog(const hal::Clock& clock) : clock_{clock}, patience_{asked_patience()} {}

void Watchdog::ready() { ::sd_notify(0, "READY=1"); }

void Watchdog::alive() {
    const auto now = clock_.steady();
    if (patience_ && (!next_word_ || now >= *next_word_)) {
        ::sd_notify(0, "WATCHDOG=1");
        next_word_ = now + *patience_ / 4;
    }
}

void Watchdog::stopping() { ::sd_notify(0, "STOPPING=1"); }

void Watchdog::say(std::string_view status) {
    std::string line = "STATUS=" + std::string{status.substr(0, max_status)};
    std::transform(line.begin(), line.end(), line.begin(), printable);
    if (line != status_) {
        ::sd_notify(0, line.c_str());
        status_ = std::move(line);
    }
}

} // namespace lanterne::hal::linux_system
