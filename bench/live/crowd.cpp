#include "bench/live/crowd.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace lanterne::bench {

namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr std::size_t buffer_bytes = std::size_t{64} * 1024;
constexpr std::size_t sources = 8;    ///< each address of 127.0.0.0/8 has 28,000 ports to come from
constexpr std::size_t together = 100; ///< shake hands: mosquitto looks at its sockets each 100 ms
constexpr milliseconds quiet{30};
constexpr milliseconds patience{5'000};

sockaddr address_of(std::uint32_t host, std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(host);
    sockaddr generic{};
    __builtin_memcpy(&generic, &address, sizeof address);
    return generic;
}

} // namespace

Crowd::Crowd(Settings settings)
    : settings_{std::move(settings)}, poll_{::epoll_create1(EPOLL_CLOEXEC)}, buffer_(buffer_bytes) {
    while (sockets_.size() < settings_.clients) {
        const std::size_t first = sockets_.size();
        for (std::size_t n = first; n < std::min(first + together, settings_.clients); ++n) {
            sockets_.push_back(connect(n));
            ask(sockets_.back());
        }
        for (std::size_t n = first; n < sockets_.size(); ++n) {
            await_agreement(sockets_[n]);
            epoll_event event{};
            event.events = settings_.is_stalled ? 0U : EPOLLIN;
            event.data.fd = sockets_[n];
            ::epoll_ctl(poll_, EPOLL_CTL_ADD, sockets_[n], &event);
        }
    }
}

Crowd::~Crowd() {
    for (const int socket : sockets_) {
        ::close(socket);
    }
    ::close(poll_);
}

int Crowd::connect(std::size_t number) const {
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (settings_.is_stalled) {
        const int least = 1; // the kernel makes its minimum of it
        ::setsockopt(socket, SOL_SOCKET, SO_RCVBUF, &least, sizeof least);
    }
    const auto source =
        address_of(INADDR_LOOPBACK + 1 + static_cast<std::uint32_t>(number % sources), 0);
    const auto server = address_of(INADDR_LOOPBACK, settings_.port);
    if (::bind(socket, &source, sizeof source) != 0 ||
        ::connect(socket, &server, sizeof server) != 0) {
        ::close(socket);
        throw std::runtime_error{fmt::format("client {} cannot connect", number)};
    }
    return socket;
}

void Crowd::ask(int socket) const {
    const std::string request =
        fmt::format("GET {} HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\n"
                    "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n{}\r\n",
                    settings_.target, settings_.fields);
    ::send(socket, request.data(), request.size(), MSG_NOSIGNAL);
}

void Crowd::await_agreement(int socket) {
    std::string answer;
    std::size_t end = std::string::npos;
    while (end == std::string::npos) {
        const auto got = ::recv(socket, buffer_.data(), buffer_.size(), 0);
        if (got <= 0) {
            throw std::runtime_error{"a server closed a client before it agreed"};
        }
        answer.append(buffer_.data(), static_cast<std::size_t>(got));
        end = answer.find("\r\n\r\n");
    }
    if (!answer.starts_with("HTTP/1.1 101")) {
        throw std::runtime_error{"a server refused a client: " + answer.substr(0, 40)};
    }
    bytes_ += answer.size() - end - 4;
    ::send(socket, settings_.greeting.data(), settings_.greeting.size(), MSG_NOSIGNAL);
}

bool Crowd::read_once(milliseconds wait) {
    std::array<epoll_event, 256> events{};
    const int ready = ::epoll_wait(poll_, events.data(), static_cast<int>(events.size()),
                                   static_cast<int>(wait.count()));
    for (int at = 0; at < ready; ++at) {
        const int socket = events.at(static_cast<std::size_t>(at)).data.fd;
        const auto got = ::recv(socket, buffer_.data(), buffer_.size(), MSG_DONTWAIT);
        if (got <= 0) {
            throw std::runtime_error{"a server closed a client"};
        }
        bytes_ += static_cast<std::uint64_t>(got);
        if (settings_.heard) {
            settings_.heard(socket);
        }
    }
    return ready > 0;
}

void Crowd::read_for(milliseconds time) {
    for (const auto end = steady_clock::now() + time; steady_clock::now() < end;) {
        read_once(quiet);
    }
}

bool Crowd::read_until_quiet() {
    const auto end = steady_clock::now() + patience;
    while (steady_clock::now() < end) {
        if (!read_once(quiet)) {
            return true;
        }
    }
    return false;
}

} // namespace lanterne::bench
