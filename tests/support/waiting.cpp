#include "tests/support/waiting.hpp"

#include <random>
#include <stdexcept>
#include <thread>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace lanterne::support {
namespace {

sockaddr_in loopback(std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

template<class Call>
bool succeeds(Call call, std::uint16_t port) {
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const sockaddr_in address = loopback(port);
    const bool success =
        call(socket, reinterpret_cast<const sockaddr*>(&address), socklen_t{sizeof address}) == 0;
    close(socket);
    return success;
}

} // namespace

bool wait_until(const std::function<bool()>& condition, std::chrono::milliseconds limit) {
    const auto deadline = std::chrono::steady_clock::now() + limit;
    while (!condition()) {
        if (std::chrono::steady_clock::now() >= deadline) {
            return false;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds{10});
    }
    return true;
}

std::uint16_t free_port() {
    std::random_device random;
    std::uniform_int_distribution<int> ports{20'000, 31'999};
    for (int attempt = 0; attempt < 200; ++attempt) {
        const auto port = static_cast<std::uint16_t>(ports(random));
        if (succeeds(bind, port)) {
            return port;
        }
    }
    throw std::runtime_error{"no free port on 127.0.0.1"};
}

bool listens(std::uint16_t port) { return succeeds(connect, port); }

bool listens(const std::filesystem::path& socket) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const std::string& path = socket.native();
    if (path.size() >= sizeof address.sun_path) {
        throw std::runtime_error{"too long for the path of a socket: " + path};
    }
    path.copy(address.sun_path, path.size());
    const int client = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const bool success =
        connect(client, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
    close(client);
    return success;
}

} // namespace lanterne::support
