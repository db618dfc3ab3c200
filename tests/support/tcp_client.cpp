#include "tests/support/tcp_client.hpp"

#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace lanterne::support {

using std::chrono::steady_clock;

TcpClient::TcpClient(std::uint16_t port, ReceiveBuffer buffer)
    : socket_{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)} {
    if (buffer == ReceiveBuffer::smallest) {
        const int least = 1; // the kernel makes its minimum of it
        ::setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &least, sizeof least);
    }
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    sockaddr generic{};
    static_assert(sizeof generic == sizeof address);
    __builtin_memcpy(&generic, &address, sizeof address);
    if (socket_ < 0 || ::connect(socket_, &generic, sizeof generic) != 0) {
        const int reason = errno;
        ::close(socket_);
        throw std::system_error{reason, std::generic_category(), "connect"};
    }
}

TcpClient::TcpClient(TcpClient&& other) noexcept
    : socket_{std::exchange(other.socket_, -1)}, received_{std::move(other.received_)} {}

TcpClient::~TcpClient() {
    if (socket_ >= 0) {
        ::close(socket_);
    }
}

bool TcpClient::send(std::string_view bytes) {
    while (!bytes.empty()) {
        const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0) {
            return false;
        }
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

TcpClient::Got TcpClient::read_some(steady_clock::time_point deadline) {
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(deadline - steady_clock::now());
    pollfd waiting{socket_, POLLIN, 0};
    if (left.count() <= 0 || ::poll(&waiting, 1, static_cast<int>(left.count())) <= 0) {
        return Got::nothing;
    }
    std::array<char, 16 * 1024> bytes{};
    const auto got = ::recv(socket_, bytes.data(), bytes.size(), 0);
    if (got <= 0) {
        return Got::end;
    }
    received_.append(bytes.data(), static_cast<std::size_t>(got));
    return Got::bytes;
}

bool TcpClient::read_until(std::string_view text, std::chrono::milliseconds timeout) {
    const auto deadline = steady_clock::now() + timeout;
    while (received_.find(text) == std::string::npos) {
        if (read_some(deadline) != Got::bytes) {
            return false;
        }
    }
    return true;
}

bool TcpClient::read_bytes(std::size_t count, std::chrono::milliseconds timeout) {
    const auto deadline = steady_clock::now() + timeout;
    while (received_.size() < count) {
        if (read_some(deadline) != Got::bytes) {
            return false;
        }
    }
    return true;
}

bool TcpClient::read_to_end(std::chrono::milliseconds timeout) {
    const auto deadline = steady_clock::now() + timeout;
    auto got = Got::bytes;
    while (got == Got::bytes) {
        got = read_some(deadline);
    }
    return got == Got::end;
}

std::string TcpClient::take(std::size_t count) {
    std::string taken = received_.substr(0, count);
    received_.erase(0, count);
    return taken;
}

} // namespace lanterne::support
