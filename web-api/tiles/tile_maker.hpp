#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "web-api/tiles/tile.hpp"

namespace lanterne::web {

/// Cuts a race's stream into tiles. One that would lack a message, because the cutting began in the
/// midst of it, is left out: who needs it waits for the next keyframe.
class TileMaker {
public:
    /// Takes the message of that second, and answers the tiles that are complete by it. `keyframe`
    /// gives all of the race as of it.
    std::vector<Tile> take(std::uint64_t sequence, std::string_view message,
                           const std::function<std::string()>& keyframe);

    /// Number of the newest complete delta tile; nothing: there is none yet.
    std::optional<std::uint64_t> newest() const { return newest_; }

private:
    void close(std::vector<Tile>& tiles);

    std::optional<std::uint64_t> last_;     ///< sequence
    std::optional<std::uint64_t> keyframe_; ///< number of the last one
    std::optional<std::uint64_t> open_;     ///< number of the delta tile that is being filled
    std::optional<std::uint64_t> newest_;
    std::string bytes_;
};

} // namespace lanterne::web
