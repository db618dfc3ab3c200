#pragma once

#include <functional>
#include <string_view>

#include "web-api/races/race_library.hpp"
#include "web-api/rest/public_routes.hpp"

namespace lanterne::web {

/// GET /api/v1/races and /api/v1/races/:slug, with the course in the formats of others. The library
/// outlives the routes.
void add_race_routes(PublicRoutes& routes, RaceLibrary& library);

/// What every route below a race says to a slug that is not there.
service::HttpResponse no_such_race(std::string_view slug);

/// A reader of what is below /api/v1/races/:slug, which is called when there is that race.
using RaceReader = std::function<service::HttpResponse(
    database::Connection&, const service::HttpRequest&, const RaceRow&)>;
DatabaseHandler of_race(RaceReader reader);

/// The same for what needs no more of the race than which it is.
using KeyReader = std::function<service::HttpResponse(database::Connection&,
                                                      const service::HttpRequest&, const RaceKey&)>;
DatabaseHandler of_race_key(KeyReader reader);

/// The same with the plan of the race.
using PlanReader = std::function<service::HttpResponse(
    database::Connection&, const service::HttpRequest&, const CurrentRace&)>;
DatabaseHandler of_plan(RaceLibrary& library, PlanReader reader);

} // namespace lanterne::web
