#pragma once

#include "service/http_server.hpp"
#include "web-api/rest/database_pool.hpp"

namespace lanterne::web {

/// GET /api/v1/races/:slug/rankings, .../rankings/:id, .../publications and
/// .../publications/:revision. The pool outlives the server.
void add_ranking_routes(service::HttpServer& server, DatabasePool& pool);

} // namespace lanterne::web
