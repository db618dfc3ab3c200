#include "tests/hal/linux/played_modem.hpp"

#include <array>
#include <stdexcept>

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

namespace lanterne::hal::linux_system {

PlayedModem::PlayedModem()
    : descriptor_{::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK)} {
    std::array<char, 128> name{};
    if (descriptor_ < 0 || ::grantpt(descriptor_) != 0 || ::unlockpt(descriptor_) != 0 ||
        ::ptsname_r(descriptor_, name.data(), name.size()) != 0) {
        throw std::runtime_error{"no pty is to be had"};
    }
    port_ = name.data();
}

PlayedModem::~PlayedModem() { pull(); }

std::string PlayedModem::asked() {
    std::array<char, 256> bytes{};
    for (auto got = ::read(descriptor_, bytes.data(), bytes.size()); got > 0;
         got = ::read(descriptor_, bytes.data(), bytes.size())) {
        asked_.append(bytes.data(), static_cast<std::size_t>(got));
    }
    return asked_;
}

void PlayedModem::say(std::string_view text) {
    if (::write(descriptor_, text.data(), text.size()) != static_cast<ssize_t>(text.size())) {
        throw std::runtime_error{"the pty is full"};
    }
}

void PlayedModem::pull() {
    if (descriptor_ >= 0) {
        ::close(descriptor_);
        descriptor_ = -1;
    }
}

} // namespace lanterne::hal::linux_system
