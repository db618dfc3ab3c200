#include "simulator/files.hpp"

#include <filesystem>
#include <fstream>

#include <fmt/format.h>

namespace lanterne::simulator {

namespace fs = std::filesystem;

Result<std::string, std::string> read_file(const std::string& path, std::size_t limit) {
    std::error_code error;
    const auto size = fs::file_size(path, error);
    if (error) {
        return tl::unexpected{fmt::format("{}: {}", path, error.message())};
    }
    if (size > limit) {
        return tl::unexpected{
            fmt::format("{}: {} bytes; at most {} would be right", path, size, limit)};
    }
    std::ifstream file{path, std::ios::binary};
    std::string bytes(size, '\0');
    file.read(bytes.data(), static_cast<std::streamsize>(size));
    if (!file) {
        return tl::unexpected{fmt::format("{}: cannot be read", path)};
    }
    return bytes;
}

Status<std::string> write_file(const std::string& path, const std::string& bytes) {
    std::ofstream file{path, std::ios::binary | std::ios::trunc};
    file << bytes;
    file.close();
    if (!file) {
        return tl::unexpected{fmt::format("{}: cannot be written", path)};
    }
    return {};
}

Result<exchange::FolderFiles, std::string> read_folder(const std::string& folder) {
    std::error_code error;
    exchange::FolderFiles files;
    for (const auto& item : fs::directory_iterator{folder, error}) {
        if (!item.is_regular_file()) {
            continue;
        }
        auto bytes = read_file(item.path().string(), exchange::max_folder_file_bytes);
        if (!bytes) {
            return tl::unexpected{bytes.error()};
        }
        files.emplace(item.path().filename().string(), std::move(*bytes));
    }
    if (error) {
        return tl::unexpected{fmt::format("{}: {}", folder, error.message())};
    }
    return files;
}

} // namespace lanterne::simulator
