#pragma once

#include "service/http_server.hpp"
#include "web-api/rest/clock.hpp"
#include "web-api/rest/database_pool.hpp"

namespace lanterne::web {

/// GET /api/v1/races/:slug/standings, .../passages and .../digest, and what add_ranking_routes()
/// adds. The pool outlives the server.
void add_result_routes(service::HttpServer& server, DatabasePool& pool, const WallClock& wall);

} // namespace lanterne::web
