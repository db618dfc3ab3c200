#include "web-api/races/folder_files.hpp"

#include <fstream>
#include <iterator>
#include <system_error>

#include <fmt/format.h>

namespace lanterne::web {

namespace fs = std::filesystem;

namespace {

bool belongs_to_race(const fs::path& path) {
    return path.extension() == ".toml" || path.extension() == ".csv" || path.extension() == ".gpx";
}

std::string read_file(const fs::path& path) {
    std::error_code error;
    const auto size = fs::file_size(path, error);
    if (error) {
        throw FolderError{fmt::format("{}: {}", path.string(), error.message())};
    }
    if (size > exchange::max_folder_file_bytes) {
        throw FolderError{fmt::format("{}: {} bytes; at most {} would be right", path.string(),
                                      size, exchange::max_folder_file_bytes)};
    }
    std::ifstream in{path, std::ios::binary};
    std::string content{std::istreambuf_iterator<char>{in}, {}};
    if (!in) {
        throw FolderError{fmt::format("{}: cannot be read", path.string())};
    }
    return content;
}

} // namespace

exchange::FolderFiles read_folder(const fs::path& folder) {
    std::error_code error;
    fs::directory_iterator entries{folder, error};
    if (error) {
        throw FolderError{fmt::format("{}: {}; a folder with a race.toml would be right",
                                      folder.string(), error.message())};
    }
    exchange::FolderFiles files;
    for (const auto& entry : entries) {
        if (!entry.is_regular_file(error) || !belongs_to_race(entry.path())) {
            continue;
        }
        if (files.size() == max_folder_files) {
            throw FolderError{
                fmt::format("{}: more than {} files", folder.string(), max_folder_files)};
        }
        files.emplace(entry.path().filename().string(), read_file(entry.path()));
    }
    return files;
}

void write_folder(const fs::path& folder, const exchange::FolderFiles& files) {
    std::error_code error;
    fs::create_directories(folder, error);
    if (error) {
        throw FolderError{fmt::format("{}: {}", folder.string(), error.message())};
    }
    for (const auto& [name, content] : files) {
        const fs::path path = folder / name;
        std::ofstream out{path, std::ios::binary | std::ios::trunc};
        out.write(content.data(), static_cast<std::streamsize>(content.size()));
        out.close();
        if (!out) {
            throw FolderError{fmt::format("{}: cannot be written", path.string())};
        }
    }
}

} // namespace lanterne::web
