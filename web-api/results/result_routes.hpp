#pragma once

#include "web-api/rest/public_routes.hpp"

namespace lanterne::web {

/// GET /api/v1/races/:slug/standings, .../passages and .../digest, and what add_ranking_routes()
/// adds.
void add_result_routes(PublicRoutes& routes);

} // namespace lanterne::web
