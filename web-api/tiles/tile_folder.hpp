#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/base/ids.hpp"
#include "web-api/tiles/tile.hpp"

namespace lanterne::web {

/// One life of a race's tiles: a new one begins when what the old ones tell may not be told any
/// more.
struct TileSet {
    Slug race;
    std::int32_t generation = 1; ///< part of their addresses
};

/// The numbers of a race's tiles, of each kind from the first to the last; some may be missing in
/// between.
struct TileSpan {
    std::uint64_t first_keyframe = 0;
    std::uint64_t last_keyframe = 0;
    std::uint64_t last_delta = 0;
};

/// Tiles as files: FOLDER/RACE/GENERATION/d/N and k/N, as their addresses are, so that a web server
/// or a cache can give them out without us. Any thread, and several processes.
class TileFolder {
public:
    static constexpr std::size_t max_tile_bytes = std::size_t{16} * 1024 * 1024;

    /// Empty: nothing is kept, and nothing is there.
    explicit TileFolder(std::string folder) : folder_{std::move(folder)} {}

    /// Appears whole or not at all; one that is there stays as it is. Throws std::runtime_error
    /// when it cannot be written.
    void keep(const TileSet& set, const Tile& tile) const;

    /// Nothing when there is none.
    std::optional<std::string> find(const TileSet& set, TileKind kind, std::uint64_t number) const;

    /// Nothing when there is no keyframe. Reads the names of a folder: of ten hours 1,200.
    std::optional<TileSpan> span(const TileSet& set) const;

    /// Takes away the tiles of all generations of the race before that one.
    void remove_before(const TileSet& set) const;

    bool is_kept() const { return !folder_.empty(); }

private:
    std::string path(const TileSet& set) const;

    std::string folder_;
};

} // namespace lanterne::web
