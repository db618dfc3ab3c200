#include "tests/support/played_server.hpp"

#include <cerrno>
#include <system_error>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace lanterne::support {

PlayedServer::PlayedServer() : listener_{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)} {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    sockaddr generic{};
    static_assert(sizeof generic == sizeof address);
    __builtin_memcpy(&generic, &address, sizeof address);
    socklen_t size = sizeof generic;
    if (listener_ < 0 || ::bind(listener_, &generic, size) != 0 || ::listen(listener_, 0) != 0 ||
        ::getsockname(listener_, &generic, &size) != 0) {
        const int reason = errno;
        ::close(listener_);
        throw std::system_error{reason, std::generic_category(), "listen"};
    }
    __builtin_memcpy(&address, &generic, sizeof address);
    port_ = ntohs(address.sin_port);
}

PlayedServer::~PlayedServer() {
    hang_up();
    ::close(listener_);
}

bool PlayedServer::take(std::chrono::milliseconds timeout) {
    hang_up();
    pollfd waiting{listener_, POLLIN, 0};
    if (::poll(&waiting, 1, static_cast<int>(timeout.count())) <= 0) {
        return false;
    }
    connection_ = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    return connection_ >= 0;
}

bool PlayedServer::say(std::string_view text) const {
    while (!text.empty()) {
        const auto sent = ::send(connection_, text.data(), text.size(), MSG_NOSIGNAL);
        if (sent <= 0) {
            return false;
        }
        text.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

void PlayedServer::hang_up() {
    if (connection_ >= 0) {
        ::close(connection_);
    }
    connection_ = -1;
}

} // namespace lanterne::support
