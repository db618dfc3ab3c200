#include "web-api/tiles/tile_commands.hpp"

#include <fmt/format.h>

#include "web-api/tiles/tile_folder.hpp"
#include "web-api/tiles/tile_lease.hpp"

namespace lanterne::web {

Outcome renew_tiles(const std::string& conninfo, const std::string& folder,
                    const std::string& slug) {
    const auto race = Slug::from(slug);
    database::Connection connection{conninfo};
    const auto generation = race ? renew_tile_generation(connection, slug) : std::nullopt;
    if (!generation) {
        return {1, fmt::format("{}: there is no such race; /api/v1/races lists them\n", slug)};
    }
    TileFolder{folder}.remove_before({*race, *generation});
    return {0, fmt::format("{}: generation {} of its tiles begins, those before are gone\n", slug,
                           *generation)};
}

} // namespace lanterne::web
