#pragma once

#include <cstddef>
#include <string>

namespace lanterne::web {

/// What spectators are told to do: a process with more sockets than these sends others to tiles.
struct TileSettings {
    std::string folder; ///< empty: tiles are kept in memory, for two minutes
    std::size_t most_sockets = 8'000;
};

} // namespace lanterne::web
