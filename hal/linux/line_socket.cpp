#include "hal/linux/line_socket.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <utility>

#include <errno.h>
#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace lanterne::hal::linux_system {
namespace {

struct FreeAddresses {
    void operator()(addrinfo* first) const noexcept { ::freeaddrinfo(first); }
};

using Addresses = std::unique_ptr<addrinfo, FreeAddresses>;

Addresses addresses_of(const std::string& host, const std::string& port) {
    addrinfo wanted{};
    wanted.ai_socktype = SOCK_STREAM;
    wanted.ai_flags = AI_NUMERICSERV;
    addrinfo* first = nullptr;
    if (::getaddrinfo(host.c_str(), port.c_str(), &wanted, &first) != 0) {
        return nullptr;
    }
    return Addresses{first};
}

const addrinfo& nth_of(const addrinfo& first, std::size_t number) {
    std::size_t count = 0;
    for (const addrinfo* one = &first; one != nullptr; one = one->ai_next) {
        ++count;
    }
    const addrinfo* chosen = &first;
    for (std::size_t left = number % count; left > 0; --left) {
        chosen = chosen->ai_next;
    }
    return *chosen;
}

} // namespace

LineSocket::LineSocket(std::string host, std::uint16_t port)
    : host_{std::move(host)}, port_{std::to_string(port)} {}

LineSocket::~LineSocket() { close(); }

Status<SocketError> LineSocket::start() {
    close();
    const Addresses all = addresses_of(host_, port_);
    if (!all) {
        return tl::unexpected{SocketError::gone};
    }
    const addrinfo& address = nth_of(*all, tries_++);
    socket_ = ::socket(address.ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    const bool begun =
        socket_ >= 0 && (::connect(socket_, address.ai_addr, address.ai_addrlen) == 0 ||
                         errno == EINPROGRESS || errno == EINTR);
    if (!begun) {
        close();
        return tl::unexpected{SocketError::gone};
    }
    return {};
}

Result<bool, SocketError> LineSocket::wait_connected(Instant until) {
    if (!wait_for(POLLOUT, until)) {
        return false;
    }
    int reason = 0;
    socklen_t size = sizeof reason;
    if (::getsockopt(socket_, SOL_SOCKET, SO_ERROR, &reason, &size) != 0 || reason != 0) {
        return tl::unexpected{SocketError::gone};
    }
    return true;
}

Status<SocketError> LineSocket::send(std::string_view text) {
    const auto sent = ::send(socket_, text.data(), text.size(), MSG_NOSIGNAL);
    if (sent != static_cast<ssize_t>(text.size())) {
        return tl::unexpected{SocketError::gone};
    }
    return {};
}

std::optional<std::string> LineSocket::take_line() {
    const auto end = received_.find('\n');
    if (end == std::string::npos) {
        if (received_.size() > longest_line) {
            skipping_ = true;
        }
        if (skipping_) {
            received_.clear();
        }
        return std::nullopt;
    }
    std::string line = received_.substr(0, end);
    received_.erase(0, end + 1);
    if (std::exchange(skipping_, false) || line.size() > longest_line) {
        return take_line();
    }
    return line;
}

Result<std::optional<std::string>, SocketError> LineSocket::next_line() {
    if (auto line = take_line()) {
        return line;
    }
    std::array<char, 4096> bytes{};
    const auto got = ::recv(socket_, bytes.data(), bytes.size(), 0);
    if (got > 0) {
        received_.append(bytes.data(), static_cast<std::size_t>(got));
        return take_line();
    }
    if (got < 0 && (errno == EAGAIN || errno == EINTR)) {
        return std::nullopt;
    }
    return tl::unexpected{SocketError::gone};
}

void LineSocket::wait_readable(Instant until) const {
    if (received_.find('\n') == std::string::npos) {
        wait_for(POLLIN, until);
    }
}

bool LineSocket::wait_for(short event, Instant until) const {
    using std::chrono::milliseconds;
    constexpr milliseconds at_most{60'000};
    const auto left = std::chrono::ceil<milliseconds>(until - std::chrono::steady_clock::now());
    pollfd waiting{.fd = socket_, .events = event, .revents = 0};
    const auto time = std::clamp(left, milliseconds{0}, at_most);
    return ::poll(&waiting, 1, static_cast<int>(time.count())) > 0;
}

void LineSocket::close() {
    if (socket_ >= 0) {
        ::close(socket_);
    }
    socket_ = -1;
    received_.clear();
    skipping_ = false;
}

} // namespace lanterne::hal::linux_system
