#pragma once

#include "web-api/rest/public_routes.hpp"

namespace lanterne::web {

/// GET /api/v1/races/:slug/rankings, .../rankings/:id, .../publications and
/// .../publications/:revision.
void add_ranking_routes(PublicRoutes& routes);

} // namespace lanterne::web
