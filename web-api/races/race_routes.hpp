#pragma once

#include "service/http_server.hpp"
#include "web-api/races/race_library.hpp"
#include "web-api/rest/clock.hpp"
#include "web-api/rest/database_pool.hpp"

namespace lanterne::web {

/// GET /api/v1/races and /api/v1/races/:slug. Pool and library outlive the server.
void add_race_routes(service::HttpServer& server, DatabasePool& pool, RaceLibrary& library,
                     const WallClock& wall);

/// What every route below a race says to a slug that is not there.
service::HttpResponse no_such_race(std::string_view slug);

} // namespace lanterne::web
