#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace lanterne::web {

/// Messages of a race's stream that never change, by number: for caches, and for replay.
enum class TileKind : unsigned char {
    delta,    ///< the messages of seconds 2 n and 2 n + 1 that there are
    keyframe, ///< all of the race at its first message of the seconds from 30 n on
};

inline constexpr std::uint64_t delta_tile_s = 2;
inline constexpr std::uint64_t keyframe_tile_s = 30;

/// As in addresses and in the names of folders: "d", "k".
std::string_view to_text(TileKind kind);
std::optional<TileKind> parse_tile_kind(std::string_view text);

struct Tile {
    TileKind kind = TileKind::delta;
    std::uint64_t number = 0;
    std::string bytes; ///< messages of web-api/spectator/FORMAT.md, each behind its size
};

} // namespace lanterne::web
