#pragma once

#include <string>

#include "database/connection.hpp"
#include "service/http_server.hpp"
#include "web-api/basemap/basemap.hpp"
#include "web-api/races/race_store.hpp"
#include "web-api/rest/public_routes.hpp"

namespace lanterne::web {

/// The race's JSON with what its page needs besides to draw a map: `land`, the address of its coast
/// or null, and `basemap` as basemap_json() writes it.
std::string with_map_data(database::Connection& connection, std::string race_json,
                          const RaceRow& race, const Basemap& basemap);

/// GET /api/v1/races/:slug/land.geojson: land and coast around the race's courses, as
/// coast::clip_to_geojson() writes them. With ?content= as the page's JSON has it the answer may be
/// kept for ever, for that follows from the bytes: a plan's revision would not, which a restored
/// database gives anew, and which a race has for a moment with the coast it had before.
void add_land_route(PublicRoutes& routes);

/// GET of the file of each basemap that has one. Throws as basemap_file_handler() does.
void add_basemap_routes(service::HttpServer& server, const Basemaps& basemaps);

} // namespace lanterne::web
