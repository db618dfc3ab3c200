#include "hal/linux/watchdog.hpp"

#include <algorithm>

#include "hal/linux/service_manager.hpp"

namespace lanterne::hal::linux_system {
namespace {

std::optional<std::chrono::milliseconds> asked_patience() {
    const auto silence = watched_silence();
    return silence ? std::optional{std::chrono::floor<std::chrono::milliseconds>(*silence)}
                   : std::nullopt;
}

char printable(char letter) { return letter >= ' ' && letter <= '~' ? letter : '?'; }

} // namespace

Watchdog::Watchdog(const hal::Clock& clock) : clock_{clock}, patience_{asked_patience()} {}

void Watchdog::ready() { tell_service_manager("READY=1"); }

void Watchdog::alive() {
    const auto now = clock_.steady();
    if (patience_ && (!next_word_ || now >= *next_word_)) {
        tell_service_manager("WATCHDOG=1");
        next_word_ = now + *patience_ / 4;
    }
}

void Watchdog::stopping() { tell_service_manager("STOPPING=1"); }

void Watchdog::say(std::string_view status) {
    std::string line = "STATUS=" + std::string{status.substr(0, max_status)};
    std::transform(line.begin(), line.end(), line.begin(), printable);
    if (line != status_) {
        tell_service_manager(line);
        status_ = std::move(line);
    }
}

} // namespace lanterne::hal::linux_system
