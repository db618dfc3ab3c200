#include "simulator/real/free_port.hpp"

#include <stdexcept>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace lanterne::simulator {

namespace {

constexpr std::uint16_t lowest = 20'000;
constexpr std::uint16_t ports = 12'000;

template<class Call>
bool succeeds(Call call, int type, std::uint16_t port) {
    const int socket = ::socket(AF_INET, type | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const bool success =
        call(socket, reinterpret_cast<const sockaddr*>(&address), socklen_t{sizeof address}) == 0;
    close(socket);
    return success;
}

} // namespace

std::uint16_t free_port(Transport transport, std::uint16_t from) {
    const int type = transport == Transport::tcp ? SOCK_STREAM : SOCK_DGRAM;
    for (std::uint16_t tried = 0; tried < ports; ++tried) {
        const auto port = static_cast<std::uint16_t>(lowest + (from + tried) % ports);
        if (succeeds(bind, type, port)) {
            return port;
        }
    }
    throw std::runtime_error{"no free port on 127.0.0.1"};
}

bool listens(std::uint16_t port) { return succeeds(connect, SOCK_STREAM, port); }

} // namespace lanterne::simulator
