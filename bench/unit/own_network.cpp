#include "bench/unit/own_network.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <stdexcept>
#include <system_error>

#include <linux/ethtool.h>
#include <linux/sockios.h>
#include <net/if.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

namespace lanterne::bench {
namespace {

constexpr int wire_mtu = 1500;

std::string last_error(const char* what) {
    return std::string{what} + ": " + std::generic_category().message(errno);
}

class Loopback {
public:
    Loopback() : socket_{socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0)} {}

    ~Loopback() { close(socket_); }

    Loopback(const Loopback&) = delete;
    Loopback& operator=(const Loopback&) = delete;

    bool bring_up() const {
        ifreq request = named();
        if (ioctl(socket_, SIOCGIFFLAGS, &request) != 0) {
            return false;
        }
        request.ifr_flags = static_cast<short>(request.ifr_flags | IFF_UP);
        return ioctl(socket_, SIOCSIFFLAGS, &request) == 0;
    }

    bool limit_packets() const {
        ifreq request = named();
        request.ifr_mtu = wire_mtu;
        return ioctl(socket_, SIOCSIFMTU, &request) == 0;
    }

    /// Else several packets would be counted as one, with one header.
    bool switch_off(std::uint32_t offload) const {
        ethtool_value value{.cmd = offload, .data = 0};
        ifreq request = named();
        request.ifr_data = reinterpret_cast<char*>(&value);
        return ioctl(socket_, SIOCETHTOOL, &request) == 0;
    }

private:
    static ifreq named() {
        ifreq request{};
        std::memcpy(request.ifr_name, "lo", 3);
        return request;
    }

    int socket_;
};

} // namespace

std::optional<std::string> enter_own_network() {
    if (unshare(CLONE_NEWNET) != 0) {
        return last_error("a network of its own is not allowed");
    }
    const Loopback loopback;
    if (!loopback.bring_up() || !loopback.limit_packets() || !loopback.switch_off(ETHTOOL_STSO) ||
        !loopback.switch_off(ETHTOOL_SGSO)) {
        return last_error("127.0.0.1 cannot be made like a wire");
    }
    return std::nullopt;
}

void apply_to_own_network(const std::filesystem::path& settings) {
    std::ifstream file{settings};
    std::size_t applied = 0;
    for (std::string line; std::getline(file, line);) {
        const std::size_t equals = line.find(" = ");
        if (line.starts_with('#') || equals == std::string::npos) {
            continue;
        }
        std::string name = line.substr(0, equals);
        std::ranges::replace(name, '.', '/');
        std::ofstream value{"/proc/sys/" + name};
        if (!(value << line.substr(equals + 3) << std::flush)) {
            throw std::runtime_error{settings.string() + ": the kernel refuses " + line};
        }
        ++applied;
    }
    if (applied == 0) {
        throw std::runtime_error{settings.string() + ": no settings in it"};
    }
}

std::uint64_t bytes_on_own_network() {
    // Not /proc/net: that is the network of the program's first thread.
    std::ifstream table{"/proc/thread-self/net/dev"};
    for (std::string word; table >> word;) {
        std::uint64_t received = 0;
        if (word == "lo:" && table >> received) {
            return received;
        }
    }
    throw std::runtime_error{"/proc/thread-self/net/dev does not name lo"};
}

} // namespace lanterne::bench
