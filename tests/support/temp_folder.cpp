#include "tests/support/temp_folder.hpp"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstdlib>
#include <fstream>
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
constexpr const char* disk = "/tmp";
constexpr const char* memory = "/dev/shm";
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

void remove_what_the_dead_left(const char* parent) {
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator{parent, ignored}) {
        const auto maker = maker_of(entry.path());
        if (maker && kill(*maker, 0) != 0 && errno == ESRCH) {
            fs::remove_all(entry.path(), ignored);
        }
    }
}

/// What the machine could still give to programs.
std::uint64_t available_memory_bytes() {
    std::ifstream lines{"/proc/meminfo"};
    std::string name;
    std::uint64_t kib = 0;
    std::string unit;
    while (lines >> name >> kib && std::getline(lines, unit)) {
        if (name == "MemAvailable:") {
            return kib * 1024;
        }
    }
    return 0;
}

} // namespace

// A container's /dev/shm may be 64 MB, or not there at all; a file in it is memory that is gone.
std::uint64_t memory_room_bytes() {
    std::error_code error;
    const fs::space_info space = fs::space(memory, error);
    return error || access(memory, W_OK) != 0
               ? 0
               : std::min<std::uint64_t>(space.available, available_memory_bytes());
}

TempFolder::TempFolder(Storage storage) {
    for (const char* parent : {disk, memory}) {
        remove_what_the_dead_left(parent);
    }
    const bool has_room = memory_room_bytes() >= memory_reserve_bytes;
    const char* parent = storage == Storage::in_memory && has_room ? memory : disk;
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
