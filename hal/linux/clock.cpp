#include "hal/linux/clock.hpp"

namespace lanterne::hal::linux_system {

UtcTime Clock::utc() const {
    return std::chrono::floor<Milliseconds>(std::chrono::system_clock::now());
}

std::chrono::steady_clock::time_point Clock::steady() const {
    return std::chrono::steady_clock::now();
}

} // namespace lanterne::hal::linux_system
