#include "hal/linux/stop_signals.hpp"

#include <cerrno>
#include <csignal>
#include <system_error>

#include <sys/signalfd.h>
#include <unistd.h>

namespace lanterne::hal::linux_system {

StopSignals::StopSignals() {
    ::sigset_t signals;
    ::sigemptyset(&signals);
    ::sigaddset(&signals, SIGTERM);
    ::sigaddset(&signals, SIGINT);
    if (const int error = ::pthread_sigmask(SIG_BLOCK, &signals, nullptr); error != 0) {
        throw std::system_error{error, std::generic_category(), "cannot block signals"};
    }
    descriptor_ = ::signalfd(-1, &signals, SFD_NONBLOCK | SFD_CLOEXEC);
    if (descriptor_ < 0) {
        throw std::system_error{errno, std::generic_category(), "cannot listen to signals"};
    }
    if (::signal(SIGPIPE, SIG_IGN) == SIG_ERR) {
        ::close(descriptor_);
        throw std::system_error{errno, std::generic_category(), "cannot ignore SIGPIPE"};
    }
}

StopSignals::~StopSignals() { ::close(descriptor_); }

bool StopSignals::wished() {
    ::signalfd_siginfo signal{};
    while (::read(descriptor_, &signal, sizeof signal) > 0) {
        wished_ = true;
    }
    return wished_;
}

} // namespace lanterne::hal::linux_system
