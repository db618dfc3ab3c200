#include "tests/support/temp_folder.hpp"

#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>

#include <fmt/format.h>
#include <unistd.h>

namespace lanterne::support {
namespace {

namespace fs = std::filesystem;

// Not TMPDIR: a socket's path may have 107 bytes, and folders of a build go deep.
constexpr const char* parent = "/tmp";
constexpr std::string_view prefix = "lanterne-test-";

/// The process that made it, from its name lanterne-test-PID-XXXXXX.
std::optional<pid_t> maker_of(const fs::path& folder) {
    const std::string name = folder.filename().string();
    pid_t maker = 0;
    if (!name.starts_with(prefix)) {
        return std::nullopt;
    }
    const auto [end, error] =
        std::from_chars(name.data() + prefix.size(), name.data() + name.size(), maker);
    return error == std::errc{} && *end == '-' ? std::optional{maker} : std::nullopt;
}

void remove_what_the_dead_left() {
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator{parent, ignored}) {
        const auto maker = maker_of(entry.path());
        if (maker && kill(*maker, 0) != 0 && errno == ESRCH) {
            fs::remove_all(entry.path(), ignored);
        }
    }
}

} // namespace

TempFolder::TempFolder() {
    remove_what_the_dead_left();
    std::string name = fmt::format("{}/{}{}-XXXXXX", parent, prefix, getpid());
    if (mkdtemp(name.data()) == nullptr) {
        throw std::system_error{errno, std::generic_category(), name};
    }
    path_ = name;
}

TempFolder::~TempFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

} // namespace lanterne::support
