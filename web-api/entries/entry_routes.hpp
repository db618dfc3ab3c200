#pragma once

#include "web-api/races/race_library.hpp"
#include "web-api/rest/public_routes.hpp"

namespace lanterne::web {

/// GET /api/v1/races/:slug/entries/:bib and, below it, track, track.gpx and track.geojson; and
/// GET /api/v1/races/:slug/positions. The library outlives the routes.
void add_entry_routes(PublicRoutes& routes, RaceLibrary& library);

} // namespace lanterne::web
