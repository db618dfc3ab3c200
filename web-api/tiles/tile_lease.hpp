#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "database/connection.hpp"

namespace lanterne::web {

/// What a process may do with a race's tiles.
struct TileRight {
    std::int32_t generation = 1;
    bool may_write = false; ///< no other process does
};

/// Says which races' tiles this process writes: of several on one database the first that asks,
/// until it asks without them or its connection ends (a PostgreSQL advisory lock on the race's id,
/// class `tile_locks`). By one thread at a time.
class TileLease {
public:
    static constexpr std::int32_t tile_locks = 1'953'066'085; ///< "tile" in ASCII

    explicit TileLease(std::string conninfo) : conninfo_{std::move(conninfo)} {}

    /// Of those of the races that there are; the right to write others is given up, for whoever
    /// else holds them. Throws database::ConnectionLost: then nothing is held.
    std::map<std::string, TileRight> ask(const std::set<std::string>& races);

private:
    std::string conninfo_;
    std::optional<database::Connection> connection_;
};

/// The generation of a race's tiles; nothing when there is no such race.
std::optional<std::int32_t> read_tile_generation(database::Connection& connection,
                                                 const std::string& race);

/// Begins the next one, and answers it; nothing when there is no such race.
std::optional<std::int32_t> renew_tile_generation(database::Connection& connection,
                                                  const std::string& race);

} // namespace lanterne::web
