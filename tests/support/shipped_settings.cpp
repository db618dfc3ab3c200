#include "tests/support/shipped_settings.hpp"

#include <stdexcept>

#include <fmt/format.h>
#include <unistd.h>

namespace lanterne::support {

void replace_all(std::string& text, std::string_view from, const std::string& to) {
    std::size_t at = text.find(from);
    if (at == std::string::npos) {
        throw std::runtime_error{fmt::format("the shipped settings no longer say {}", from)};
    }
    for (; at != std::string::npos; at = text.find(from, at + to.size())) {
        text.replace(at, from.size(), to);
    }
}

void give_to(const Account& account, const std::filesystem::path& path) {
    if (::chown(path.c_str(), account.user, account.group) != 0) {
        throw std::runtime_error{
            fmt::format("cannot give {} to the server's account", path.string())};
    }
}

} // namespace lanterne::support
