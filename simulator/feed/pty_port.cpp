#include "simulator/feed/pty_port.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <stdexcept>
#include <thread>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <pty.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace lanterne::simulator {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::seconds reader_patience{10};
constexpr std::chrono::seconds drain_patience{2};
constexpr std::chrono::milliseconds hang_up_nap{5}; // POLLHUP has no edge to wait for

[[noreturn]] void fail(std::string_view what) {
    throw std::runtime_error{fmt::format("pty: {}: {}", what, std::strerror(errno))};
}

int milliseconds_until(Clock::time_point deadline) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now());
    return static_cast<int>(std::max<std::int64_t>(left.count(), 0));
}

} // namespace

PtyPort::PtyPort(std::string link) : link_{std::move(link)} {
    termios raw{};
    cfmakeraw(&raw);
    cfsetspeed(&raw, B9600);
    std::array<char, 128> name{};
    int slave = -1;
    if (openpty(&master_, &slave, name.data(), &raw, nullptr) != 0) {
        fail("cannot be opened");
    }
    slave_ = name.data();
    // Closed on our side at once: the master then says POLLHUP until somebody opens the slave.
    const bool readable_by_all = fchmod(slave, 0666) == 0;
    close(slave);
    unlink(link_.c_str());
    if (!readable_by_all || fcntl(master_, F_SETFL, O_NONBLOCK) != 0 ||
        symlink(name.data(), link_.c_str()) != 0) {
        const int error = errno;
        close(master_);
        errno = error;
        fail(link_);
    }
}

PtyPort::~PtyPort() {
    unlink(link_.c_str());
    close(master_);
}

bool PtyPort::wait_for_reader(std::chrono::milliseconds timeout) {
    const auto deadline = Clock::now() + timeout;
    while (Clock::now() < deadline) {
        pollfd state{.fd = master_, .events = POLLOUT, .revents = 0};
        if (poll(&state, 1, 0) == 1 && (state.revents & POLLHUP) == 0) {
            return true;
        }
        std::this_thread::sleep_for(hang_up_nap);
    }
    return false;
}

void PtyPort::write(std::string_view sentences) {
    auto deadline = Clock::now() + reader_patience;
    while (!sentences.empty()) {
        drain_probes();
        const ssize_t written = ::write(master_, sentences.data(), sentences.size());
        if (written > 0) {
            sentences.remove_prefix(static_cast<std::size_t>(written));
            deadline = Clock::now() + reader_patience;
        } else if (errno == EAGAIN) {
            if (Clock::now() >= deadline) {
                throw std::runtime_error{"pty: nobody read it for 10 s"};
            }
            pollfd state{.fd = master_, .events = POLLOUT, .revents = 0};
            if (poll(&state, 1, milliseconds_until(deadline)) == 1 &&
                (state.revents & POLLHUP) != 0) {
                std::this_thread::sleep_for(hang_up_nap);
            }
        } else if (errno != EINTR) {
            fail("cannot be written");
        }
    }
}

void PtyPort::drain() {
    const int slave = open(slave_.c_str(), O_RDONLY | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
    if (slave < 0) {
        return;
    }
    // What the line discipline has no room for waits behind it and shows up a moment later: it
    // must look empty three times.
    int empty = 0;
    for (const auto deadline = Clock::now() + drain_patience;
         empty < 3 && Clock::now() < deadline;) {
        int unread = 0;
        empty = ioctl(slave, FIONREAD, &unread) == 0 && unread > 0 ? 0 : empty + 1;
        std::this_thread::sleep_for(std::chrono::milliseconds{20}); // it cannot be waited for
    }
    close(slave);
}

void PtyPort::drain_probes() {
    std::array<char, 256> probes;
    while (read(master_, probes.data(), probes.size()) > 0) {
    }
}

} // namespace lanterne::simulator
