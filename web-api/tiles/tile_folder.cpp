#include "web-api/tiles/tile_folder.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <vector>

#include <fmt/format.h>
#include <unistd.h>

#include "web-api/rest/whole_text.hpp"

namespace lanterne::web {

namespace fs = std::filesystem;

namespace {

/// The numbers that files or folders there have as names, in order.
template<class Number>
std::vector<Number> numbers_in(const fs::path& folder) {
    std::vector<Number> numbers;
    std::error_code none;
    for (const auto& entry : fs::directory_iterator{folder, none}) {
        if (const auto number = whole_in<Number>(entry.path().filename().string())) {
            numbers.push_back(*number);
        }
    }
    std::ranges::sort(numbers);
    return numbers;
}

} // namespace

std::string TileFolder::path(const TileSet& set) const {
    return fmt::format("{}/{}/{}", folder_, set.race.text(), set.generation);
}

// A link is refused where there is a file, a renaming would replace it.
void TileFolder::keep(const TileSet& set, const Tile& tile) const {
    if (!is_kept()) {
        return;
    }
    const fs::path folder = fs::path{path(set)} / to_text(tile.kind);
    const fs::path file = folder / std::to_string(tile.number);
    const fs::path begun = fmt::format("{}.{}", file.string(), ::getpid());
    fs::create_directories(folder);
    {
        std::ofstream out{begun, std::ios::binary | std::ios::trunc};
        out.write(tile.bytes.data(), static_cast<std::streamsize>(tile.bytes.size()));
        if (!out.flush()) {
            throw std::runtime_error{"cannot write " + begun.string()};
        }
    }
    const bool is_there = ::link(begun.c_str(), file.c_str()) == 0 || errno == EEXIST;
    const std::string why = is_there ? "" : std::strerror(errno);
    ::unlink(begun.c_str());
    if (!is_there) {
        throw std::runtime_error{fmt::format("cannot write {}: {}", file.string(), why)};
    }
}

std::optional<std::string> TileFolder::find(const TileSet& set, TileKind kind,
                                            std::uint64_t number) const {
    const fs::path file = fs::path{path(set)} / to_text(kind) / std::to_string(number);
    std::error_code none;
    if (!is_kept() || fs::file_size(file, none) > max_tile_bytes || none) {
        return std::nullopt;
    }
    std::ifstream in{file, std::ios::binary};
    std::string bytes{std::istreambuf_iterator<char>{in}, {}};
    return in.bad() ? std::nullopt : std::optional{std::move(bytes)};
}

std::optional<TileSpan> TileFolder::span(const TileSet& set) const {
    if (!is_kept()) {
        return std::nullopt;
    }
    const auto keyframes = numbers_in<std::uint64_t>(path(set) + "/k");
    if (keyframes.empty()) {
        return std::nullopt;
    }
    TileSpan span{.first_keyframe = keyframes.front(), .last_keyframe = keyframes.back()};
    const std::uint64_t from = span.last_keyframe * keyframe_tile_s / delta_tile_s;
    for (std::uint64_t i = 0; i <= keyframe_tile_s / delta_tile_s; ++i) {
        std::error_code none;
        if (fs::exists(fs::path{path(set)} / "d" / std::to_string(from + i), none)) {
            span.last_delta = from + i;
        }
    }
    return span;
}

void TileFolder::remove_before(const TileSet& set) const {
    if (!is_kept()) {
        return;
    }
    const fs::path race = fs::path{folder_} / set.race.text();
    for (const std::int32_t generation : numbers_in<std::int32_t>(race)) {
        if (generation < set.generation) {
            fs::remove_all(race / std::to_string(generation));
        }
    }
}

} // namespace lanterne::web
