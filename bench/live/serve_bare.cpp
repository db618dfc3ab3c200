#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include "bench/live/served.hpp"
#include "service/descriptors.hpp"
#include "service/websocket_frame.hpp"
#include "service/websocket_handshake.hpp"

namespace lanterne::bench {

namespace {

int listen_on(std::uint16_t port) {
    const int listener = ::socket(AF_INET, SOCK_STREAM, 0);
    const int yes = 1;
    ::setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    sockaddr generic{};
    __builtin_memcpy(&generic, &address, sizeof address);
    if (::bind(listener, &generic, sizeof generic) != 0 || ::listen(listener, 4'096) != 0) {
        throw std::runtime_error{"cannot listen"};
    }
    return listener;
}

/// With the options that a watcher's socket has.
void set_up(int socket) {
    const int send_bytes = 64 * 1024;
    const int unsent_bytes = 16 * 1024;
    const int yes = 1;
    ::setsockopt(socket, SOL_SOCKET, SO_SNDBUF, &send_bytes, sizeof send_bytes);
    ::setsockopt(socket, IPPROTO_TCP, TCP_NOTSENT_LOWAT, &unsent_bytes, sizeof unsent_bytes);
    ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
}

/// False when the other side is no WebSocket client: somebody who looks whether we listen.
bool shake_hands(int socket) {
    constexpr std::string_view name = "Sec-WebSocket-Key: ";
    std::string request(4'096, '\0');
    const auto got = ::recv(socket, request.data(), request.size(), 0);
    const auto key = got > 0 ? request.find(name) : std::string::npos;
    if (key == std::string::npos) {
        return false;
    }
    const std::string answer = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
                               "Connection: Upgrade\r\nSec-WebSocket-Accept: " +
                               service::websocket_accept(request.substr(key + name.size(), 24)) +
                               "\r\n\r\n";
    return ::send(socket, answer.data(), answer.size(), MSG_NOSIGNAL) > 0;
}

} // namespace

void serve_bare(const Served& served) {
    service::allow_all_descriptors();
    const int listener = listen_on(served.port);
    std::vector<int> sockets;
    while (sockets.size() < served.clients) {
        const int socket = ::accept(listener, nullptr, nullptr);
        if (socket < 0) {
            throw std::runtime_error{"cannot accept"};
        }
        if (shake_hands(socket)) {
            set_up(socket);
            sockets.push_back(socket);
        } else {
            ::close(socket);
        }
    }
    const std::string frame =
        service::websocket_frame(service::Opcode::binary, payload_of(served.payload_bytes));
    for (auto next = std::chrono::steady_clock::now();; next += served.interval) {
        std::this_thread::sleep_until(next);
        for (const int socket : sockets) {
            [[maybe_unused]] const auto sent =
                ::send(socket, frame.data(), frame.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
        }
    }
}

} // namespace lanterne::bench
