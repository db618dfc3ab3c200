#include "simulator/feed/udp_port.hpp"

#include <cerrno>
#include <charconv>
#include <cstring>
#include <stdexcept>
#include <thread>

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace lanterne::simulator {

namespace {

std::uint16_t parse_port(std::string_view text) {
    std::uint16_t port = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
    if (error != std::errc{} || end != text.data() + text.size() || port == 0) {
        throw std::invalid_argument{fmt::format("udp port '{}': 1 to 65535 would be right", text)};
    }
    return port;
}

int connected_socket(const sockaddr* address, socklen_t length) {
    const int handle = socket(address->sa_family, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (handle < 0 || connect(handle, address, length) != 0) {
        throw std::runtime_error{fmt::format("udp: {}", std::strerror(errno))};
    }
    return handle;
}

int open_socket(const std::string& host_and_port) {
    const auto colon = host_and_port.rfind(':');
    const std::string host = host_and_port.substr(0, colon);
    const std::string port = colon == std::string::npos ? "" : host_and_port.substr(colon + 1);
    if (host == "127.0.0.1") {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(parse_port(port));
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        return connected_socket(reinterpret_cast<const sockaddr*>(&address), sizeof address);
    }
    if (host == "[::1]") {
        sockaddr_in6 address{};
        address.sin6_family = AF_INET6;
        address.sin6_port = htons(parse_port(port));
        address.sin6_addr = in6addr_loopback;
        return connected_socket(reinterpret_cast<const sockaddr*>(&address), sizeof address);
    }
    throw std::invalid_argument{
        fmt::format("udp host '{}': 127.0.0.1 or [::1] would be right", host)};
}

} // namespace

UdpPort::UdpPort(const std::string& host_and_port) : socket_{open_socket(host_and_port)} {}

UdpPort::~UdpPort() { close(socket_); }

bool UdpPort::wait_for_reader(std::chrono::milliseconds timeout) {
    const auto deadline = std::chrono::steady_clock::now() + timeout;
    while (std::chrono::steady_clock::now() < deadline) {
        // An empty line is no sentence. The first send goes out, the second reports what came back.
        const bool sent = send(socket_, "\r\n", 2, 0) == 2;
        std::this_thread::sleep_for(std::chrono::milliseconds{20});
        if (sent && send(socket_, "\r\n", 2, 0) == 2) {
            return true;
        }
    }
    return false;
}

void UdpPort::write(std::string_view sentences) {
    // Refused: the reader is away for a moment; a receiver goes on talking.
    if (send(socket_, sentences.data(), sentences.size(), 0) < 0 && errno != ECONNREFUSED &&
        errno != ENOBUFS && errno != EINTR) {
        throw std::runtime_error{fmt::format("udp: {}", std::strerror(errno))};
    }
}

} // namespace lanterne::simulator
