#pragma once

#include <cstddef>
#include <deque>

#include "service/http.hpp"
#include "web-api/tiles/tile.hpp"

namespace lanterne::web {

/// The newest tiles of a race, in memory: those that a crowd asks for.
class RecentTiles {
public:
    static constexpr std::size_t max_tiles = 80; ///< more than two minutes
    static constexpr std::size_t max_bytes = std::size_t{8} * 1024 * 1024; ///< the oldest go

    void keep(Tile tile);
    /// Null when it is not here.
    service::SharedText find(TileKind kind, std::uint64_t number) const;

    struct Kept {
        TileKind kind = TileKind::delta;
        std::uint64_t number = 0;
        service::SharedText bytes;
    };

    /// The oldest first.
    const std::deque<Kept>& all() const { return tiles_; }

private:
    std::deque<Kept> tiles_;
    std::size_t bytes_ = 0;
};

} // namespace lanterne::web
