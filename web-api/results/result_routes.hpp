#pragma once

#include "web-api/races/race_library.hpp"
#include "web-api/rest/public_routes.hpp"

namespace lanterne::web {

/// GET /api/v1/races/:slug/standings, .../passages and .../splits, each with .csv too, and
/// .../digest, and what add_ranking_routes() adds. The library outlives the routes.
void add_result_routes(PublicRoutes& routes, RaceLibrary& library);

} // namespace lanterne::web
