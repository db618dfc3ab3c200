#pragma once

#include <cstdint>

#include "web-api/rest/public_routes.hpp"

namespace lanterne::web {

inline constexpr std::int64_t max_events = 1'000; ///< of one answer

/// GET /api/v1/races/:slug/events: what happened in a race, numbered without gaps, to be followed
/// page by page. Numbers hold within a `life`, which each answer names: it is another one after a
/// restored database was given a new store (database/README.md), and when what was told may be told
/// no more (the race's generation of tiles). A full page whose address names its life never changes
/// again; of another life than the present one there is nothing (404).
void add_event_routes(PublicRoutes& routes);

} // namespace lanterne::web
