#pragma once

#include "web-api/rest/public_routes.hpp"

namespace lanterne::web {

/// GET /api/v1/units and /api/v1/units/SERIAL/faults; the latter is read for each who asks,
/// because it depends on who that is.
void add_unit_routes(PublicRoutes& routes);

} // namespace lanterne::web
