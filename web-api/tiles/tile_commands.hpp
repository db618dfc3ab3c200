#pragma once

#include <string>

#include "web-api/races/race_commands.hpp"

namespace lanterne::web {

/// Begins the next generation of a race's tiles and takes the files of those before away. Servers
/// follow within seconds; caches in between hold what they hold, under addresses that no page asks
/// for any more. Throws database::ConnectionLost.
Outcome renew_tiles(const std::string& conninfo, const std::string& folder,
                    const std::string& slug);

} // namespace lanterne::web
