#pragma once

#include "web-api/basemap/basemap.hpp"
#include "web-api/page/assets.hpp"
#include "web-api/races/race_library.hpp"
#include "web-api/rest/public_routes.hpp"

namespace lanterne::web {

/// GET / (the races) and GET /r/:slug (one race): complete pages, from the same rows as REST; and
/// GET /r/:slug/results, the page's section of results by itself. In English; under /en and /fr in
/// that language. GET /r/:slug/embed, /tv and /screen: the same race inside another page
/// (whoever's), over a broadcast, and for a screen at the finish. And a gate sends who reads French
/// there. The library outlives the routes. Each page has a policy under which no script but the
/// site's own runs.
void add_page_routes(PublicRoutes& routes, RaceLibrary& library, const page::Assets& assets,
                     const Basemaps& basemaps = {});

/// The files of the built site as its manifest names them; none when it has not been built.
page::Assets find_assets(const std::string& site_folder);

} // namespace lanterne::web
