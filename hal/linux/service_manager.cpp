#include "hal/linux/service_manager.hpp"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace lanterne::hal::linux_system {
namespace {

std::string_view environment(const char* name) {
    const char* value = std::getenv(name);
    return value == nullptr ? std::string_view{} : value;
}

std::optional<std::uint64_t> number(std::string_view text) {
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool whole = error == std::errc{} && end == text.data() + text.size();
    return whole ? std::optional{value} : std::nullopt;
}

} // namespace

void tell_service_manager(std::string_view line) {
    const std::string_view path = environment("NOTIFY_SOCKET");
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const std::span<char> room{address.sun_path};
    if (path.empty() || (path.front() != '/' && path.front() != '@') ||
        path.size() >= room.size()) {
        return;
    }
    std::ranges::copy(path, room.begin());
    if (path.front() == '@') {
        room.front() = '\0'; // a name that is in no folder
    }
    const int socket = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (socket < 0) {
        return;
    }
    // Who does not take it hears the next one: the unit's work does not wait for that.
    static_cast<void>(
        ::sendto(socket, line.data(), line.size(), MSG_NOSIGNAL | MSG_DONTWAIT,
                 reinterpret_cast<const sockaddr*>(&address),
                 static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + path.size())));
    ::close(socket);
}

std::optional<std::chrono::microseconds> watched_silence() {
    const std::string_view process = environment("WATCHDOG_PID");
    if (!process.empty() && number(process) != static_cast<std::uint64_t>(::getpid())) {
        return std::nullopt;
    }
    constexpr std::uint64_t longest = 1'000'000ULL * 86'400;
    const auto microseconds = number(environment("WATCHDOG_USEC"));
    if (!microseconds || *microseconds == 0) {
        return std::nullopt;
    }
    return std::chrono::microseconds{std::min(*microseconds, longest)};
}

std::optional<std::filesystem::path> runtime_folder() {
    const std::string_view folders = environment("RUNTIME_DIRECTORY");
    const std::string_view first = folders.substr(0, folders.find(':'));
    return first.starts_with('/') ? std::optional{std::filesystem::path{first}} : std::nullopt;
}

} // namespace lanterne::hal::linux_system
