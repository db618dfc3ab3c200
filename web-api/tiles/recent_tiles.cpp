#include "web-api/tiles/recent_tiles.hpp"

#include <algorithm>
#include <utility>

namespace lanterne::web {

void RecentTiles::keep(Tile tile) {
    bytes_ += tile.bytes.size();
    tiles_.push_back(
        {tile.kind, tile.number, std::make_shared<const std::string>(std::move(tile.bytes))});
    while (tiles_.size() > max_tiles || (bytes_ > max_bytes && tiles_.size() > 1)) {
        bytes_ -= tiles_.front().bytes->size();
        tiles_.pop_front();
    }
}

service::SharedText RecentTiles::find(TileKind kind, std::uint64_t number) const {
    const auto found = std::find_if(tiles_.rbegin(), tiles_.rend(), [&](const Kept& tile) {
        return tile.kind == kind && tile.number == number;
    });
    return found == tiles_.rend() ? nullptr : found->bytes;
}

} // namespace lanterne::web
