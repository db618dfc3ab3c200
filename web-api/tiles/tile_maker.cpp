#include "web-api/tiles/tile_maker.hpp"

#include <utility>

#include "web-api/spectator/frame_writer.hpp"

namespace lanterne::web {

namespace {

std::string sized(std::string_view message) {
    FrameWriter out;
    out.text(message);
    return std::move(out).take();
}

} // namespace

std::vector<Tile> TileMaker::take(std::uint64_t sequence, std::string_view message,
                                  const std::function<std::string()>& keyframe) {
    std::vector<Tile> tiles;
    const bool goes_on = last_ && sequence > *last_;
    if (!goes_on) {
        open_.reset();
        keyframe_.reset();
    }
    const std::uint64_t number = sequence / delta_tile_s;
    if (open_ && *open_ != number) {
        close(tiles);
    }
    if (!open_ && (goes_on || sequence % delta_tile_s == 0)) {
        open_ = number;
        bytes_.clear();
    }
    if (const std::uint64_t its_keyframe = sequence / keyframe_tile_s;
        !keyframe_ || its_keyframe > *keyframe_) {
        keyframe_ = its_keyframe;
        tiles.push_back({TileKind::keyframe, its_keyframe, sized(keyframe())});
    }
    if (open_) {
        bytes_ += sized(message);
    }
    if (open_ && sequence % delta_tile_s == delta_tile_s - 1) {
        close(tiles);
    }
    last_ = sequence;
    return tiles;
}

void TileMaker::close(std::vector<Tile>& tiles) {
    newest_ = *open_;
    tiles.push_back({TileKind::delta, *open_, std::exchange(bytes_, {})});
    open_.reset();
}

} // namespace lanterne::web
