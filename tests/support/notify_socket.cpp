#include "tests/support/notify_socket.hpp"

#include <array>
#include <cerrno>
#include <system_error>

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace lanterne::support {

NotifySocket::NotifySocket()
    : descriptor_{::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)} {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path().string().copy(&address.sun_path[0], sizeof address.sun_path - 1);
    const void* generic = &address;
    if (::bind(descriptor_, static_cast<const sockaddr*>(generic), sizeof address) != 0) {
        const int error = errno;
        ::close(descriptor_);
        throw std::system_error{error, std::generic_category(), "cannot bind " + path().string()};
    }
}

NotifySocket::~NotifySocket() { ::close(descriptor_); }

std::vector<std::string> NotifySocket::heard() {
    std::vector<std::string> words;
    std::array<char, 4096> bytes{};
    for (auto got = ::recv(descriptor_, bytes.data(), bytes.size(), 0); got >= 0;
         got = ::recv(descriptor_, bytes.data(), bytes.size(), 0)) {
        words.emplace_back(bytes.data(), static_cast<std::size_t>(got));
    }
    return words;
}

} // namespace lanterne::support
