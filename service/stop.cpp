#include "service/stop.hpp"

#include <algorithm>
#include <cerrno>
#include <limits>
#include <system_error>

#include <poll.h>
#include <sys/signalfd.h>
#include <unistd.h>

namespace lanterne::service {
namespace {

sigset_t stop_signals() {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    return signals;
}

} // namespace

StopSignal::StopSignal() {
    const sigset_t signals = stop_signals();
    pthread_sigmask(SIG_BLOCK, &signals, &before_);
    descriptor_ = signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK);
    if (descriptor_ < 0) {
        throw std::system_error{errno, std::generic_category(), "signalfd"};
    }
    if (std::signal(SIGPIPE, SIG_IGN) == SIG_ERR) {
        throw std::system_error{errno, std::generic_category(), "SIGPIPE"};
    }
}

StopSignal::~StopSignal() {
    // What is pending would end the program once it is unblocked.
    signalfd_siginfo taken{};
    while (read(descriptor_, &taken, sizeof taken) > 0) {
    }
    close(descriptor_);
    pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

bool StopSignal::wait(std::chrono::milliseconds limit) const {
    const auto deadline = std::chrono::steady_clock::now() + limit;
    for (;;) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(
            deadline - std::chrono::steady_clock::now());
        pollfd asked{descriptor_, POLLIN, 0};
        const auto longest = std::int64_t{std::numeric_limits<int>::max()};
        const int ready =
            poll(&asked, 1, static_cast<int>(std::clamp<std::int64_t>(left.count(), 0, longest)));
        if (ready != -1 || errno != EINTR) {
            return ready > 0;
        }
    }
}

void StopSignal::request() const { kill(getpid(), SIGTERM); }

} // namespace lanterne::service
