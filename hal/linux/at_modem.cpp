#include "hal/linux/at_modem.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include <errno.h>
#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

namespace lanterne::hal::linux_system {
namespace {

constexpr std::string_view question = "AT+CSQ\r";
constexpr std::string_view answer = "+CSQ:";

} // namespace

std::optional<int> csq_dbm(std::string_view line) {
    if (!line.starts_with(answer)) {
        return std::nullopt;
    }
    line.remove_prefix(answer.size());
    line.remove_prefix(std::min(line.size(), line.find_first_not_of(' ')));
    int level = -1;
    const auto [rest, error] = std::from_chars(line.data(), line.data() + line.size(), level);
    const bool whole = error == std::errc{} && rest != line.data() + line.size() && *rest == ',';
    return whole && level >= 0 && level <= 31 ? std::optional{-113 + 2 * level} : std::nullopt;
}

AtModem::AtModem(std::filesystem::path port, const hal::Clock& clock)
    : port_{std::move(port)}, clock_{clock} {}

AtModem::~AtModem() { close({}); }

bool AtModem::open() {
    descriptor_ = ::open(port_.c_str(), O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
    termios line{};
    if (descriptor_ < 0 || ::tcgetattr(descriptor_, &line) != 0) {
        return false;
    }
    ::cfmakeraw(&line);
    line.c_cflag |= CLOCAL | CREAD;
    line.c_cflag &= ~CRTSCTS;
    // Of a modem on USB the speed means nothing, one on a serial line finds it out by itself.
    return ::cfsetspeed(&line, B115200) == 0 && ::tcsetattr(descriptor_, TCSANOW, &line) == 0;
}

void AtModem::close(Instant now) {
    if (descriptor_ >= 0) {
        // What a modem does not take would otherwise be waited for, half a minute.
        ::tcflush(descriptor_, TCIOFLUSH);
        ::close(descriptor_);
    }
    descriptor_ = -1;
    next_open_ = now + reopen_after;
    next_ask_.reset();
    line_.clear();
}

void AtModem::hear(char letter, Instant now) {
    if (letter != '\r' && letter != '\n') {
        if (line_.size() <= max_line) {
            line_ += letter;
        }
        return;
    }
    if (line_.size() <= max_line && line_.starts_with(answer)) {
        dbm_ = csq_dbm(line_);
        heard_ = now;
    }
    line_.clear();
}

void AtModem::listen(Instant now) {
    std::array<char, 256> bytes{};
    for (std::size_t taken = 0; taken < max_bytes_a_call; taken += bytes.size()) {
        const auto got = ::read(descriptor_, bytes.data(), bytes.size());
        if (got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR)) {
            close(now);
            return;
        }
        for (ssize_t i = 0; i < got; ++i) {
            hear(bytes[static_cast<std::size_t>(i)], now);
        }
        if (got < 0) {
            return;
        }
    }
}

void AtModem::ask(Instant now) {
    if (descriptor_ < 0 || (next_ask_ && now < *next_ask_)) {
        return;
    }
    next_ask_ = now + ask_each;
    if (::write(descriptor_, question.data(), question.size()) < 0 && errno != EAGAIN) {
        close(now);
    }
}

std::optional<int> AtModem::signal_dbm() {
    const Instant now = clock_.steady();
    if (descriptor_ < 0 && (!next_open_ || now >= *next_open_) && !open()) {
        close(now);
    }
    if (descriptor_ >= 0) {
        listen(now);
    }
    ask(now);
    return dbm_ && now - heard_ <= believed_for ? dbm_ : std::nullopt;
}

} // namespace lanterne::hal::linux_system
