#include "simulator/doctor/reach.hpp"

#include <cerrno>
#include <cstring>
#include <memory>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace lanterne::simulator::doctor {

namespace {

using Addresses = std::unique_ptr<addrinfo, decltype(&freeaddrinfo)>;

/// 0, or why not as errno has it.
int connect_within(int socket, const addrinfo& address, std::chrono::milliseconds timeout) {
    const int flags = fcntl(socket, F_GETFL);
    fcntl(socket, F_SETFL, flags | O_NONBLOCK);
    if (connect(socket, address.ai_addr, address.ai_addrlen) != 0) {
        if (errno != EINPROGRESS) {
            return errno;
        }
        pollfd state{.fd = socket, .events = POLLOUT, .revents = 0};
        if (poll(&state, 1, static_cast<int>(timeout.count())) != 1) {
            return ETIMEDOUT;
        }
        int error = 0;
        socklen_t length = sizeof error;
        getsockopt(socket, SOL_SOCKET, SO_ERROR, &error, &length);
        if (error != 0) {
            return error;
        }
    }
    fcntl(socket, F_SETFL, flags);
    return 0;
}

std::string words_of(int error, const std::string& host, std::uint16_t port) {
    switch (error) {
    case ECONNREFUSED:
        return fmt::format(
            "nobody listens at {} port {}: is the broker running there (systemctl "
            "status lanterne-broker), with the bundle of the units' authority "
            "(lanterne-server-setup --bundle), and is that its port for units (usually 8883)?",
            host, port);
    case ETIMEDOUT:
        return fmt::format("{} port {} does not answer: wrong address, its machine is off, or a "
                           "firewall is between",
                           host, port);
    default:
        return fmt::format("{} port {} cannot be reached: {}", host, port, std::strerror(error));
    }
}

} // namespace

Reached::~Reached() {
    if (socket_ >= 0) {
        close(socket_);
    }
}

Reached::Reached(Reached&& other) noexcept : socket_{std::exchange(other.socket_, -1)} {}

Result<Reached, std::string> reach(const std::string& host, std::uint16_t port,
                                   std::chrono::milliseconds timeout) {
    addrinfo wish{};
    wish.ai_socktype = SOCK_STREAM;
    addrinfo* found = nullptr;
    const int fault = getaddrinfo(host.c_str(), std::to_string(port).c_str(), &wish, &found);
    if (fault != 0) {
        return tl::unexpected{
            fmt::format("the name {} does not resolve ({}): is it spelt right, and does this "
                        "machine have a name server?",
                        host, gai_strerror(fault))};
    }
    const Addresses addresses{found, freeaddrinfo};
    int error = EHOSTUNREACH;
    for (const addrinfo* one = found; one != nullptr; one = one->ai_next) {
        Reached reached{socket(one->ai_family, one->ai_socktype | SOCK_CLOEXEC, 0)};
        error = reached.socket() < 0 ? errno : connect_within(reached.socket(), *one, timeout);
        if (error == 0) {
            return reached;
        }
    }
    return tl::unexpected{words_of(error, host, port)};
}

} // namespace lanterne::simulator::doctor
