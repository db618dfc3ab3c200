#pragma once

#include "service/http_server.hpp"
#include "web-api/rest/clock.hpp"
#include "web-api/rest/database_pool.hpp"

namespace lanterne::web {

/// GET /api/v1/units and /api/v1/units/SERIAL/faults. The pool outlives the server.
void add_unit_routes(service::HttpServer& server, DatabasePool& pool, const WallClock& wall);

} // namespace lanterne::web
