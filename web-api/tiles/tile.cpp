#include "web-api/tiles/tile.hpp"

namespace lanterne::web {

std::string_view to_text(TileKind kind) { return kind == TileKind::delta ? "d" : "k"; }

std::optional<TileKind> parse_tile_kind(std::string_view text) {
    if (text == to_text(TileKind::delta)) {
        return TileKind::delta;
    }
    return text == to_text(TileKind::keyframe) ? std::optional{TileKind::keyframe} : std::nullopt;
}

} // namespace lanterne::web
