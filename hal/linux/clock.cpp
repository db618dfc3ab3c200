#include "hal/linux/clock.hpp"

#include <fstream>
#include <iomanip>

namespace lanterne::hal::linux_system {

namespace {

constexpr int most_boot_id = 64;

} // namespace

UtcTime Clock::utc() const {
    return std::chrono::floor<Milliseconds>(std::chrono::system_clock::now());
}

std::chrono::steady_clock::time_point Clock::steady() const {
    return std::chrono::steady_clock::now();
}

std::string Clock::boot_id() const {
    std::ifstream file{"/proc/sys/kernel/random/boot_id"};
    std::string id;
    file >> std::setw(most_boot_id) >> id;
    return id;
}

} // namespace lanterne::hal::linux_system
