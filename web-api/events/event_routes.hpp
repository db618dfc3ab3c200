#pragma once

#include <cstdint>

#include "web-api/rest/public_routes.hpp"

namespace lanterne::web {

inline constexpr std::int64_t max_events = 1'000; ///< of one answer

/// GET /api/v1/races/:slug/events: what happened in a race, numbered without gaps, to be followed
/// page by page. A full page never changes again.
void add_event_routes(PublicRoutes& routes);

} // namespace lanterne::web
