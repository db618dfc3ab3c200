#include "web-api/results/result_routes.hpp"

#include "web-api/forecasts/forecast_store.hpp"
#include "web-api/races/race_routes.hpp"
#include "web-api/results/ranking_routes.hpp"
#include "web-api/results/result_json.hpp"

namespace lanterne::web {

using database::Connection;
using service::HttpRequest;
using service::HttpResponse;

namespace {

HttpResponse standings(Connection& connection, const RaceRow& race, UtcTime now) {
    // The version first: rows read after it are at least as new.
    const ResultStamp stamp = read_stamp(connection, race.race_id);
    const Expected expected{read_forecasts(connection, race.race_id),
                            read_grades(connection, race.race_id)};
    return service::json_response(
        standings_json(read_standings(connection, race.race_id), expected, stamp, now));
}

HttpResponse passages(Connection& connection, const HttpRequest& /*request*/, const RaceRow& race) {
    return service::json_response(passages_json(read_passages(connection, race.race_id),
                                                read_missing(connection, race.race_id)));
}

HttpResponse digest(Connection& connection, const HttpRequest& /*request*/, const RaceRow& race) {
    return service::json_response(digest_json(read_stamp(connection, race.race_id)));
}

} // namespace

void add_result_routes(PublicRoutes& routes) {
    const WallClock wall = routes.wall();
    routes.get("/api/v1/races/:slug/standings", {},
               of_race([wall](Connection& connection, const HttpRequest&, const RaceRow& race) {
                   return standings(connection, race, plan::race_time(race.rehearsal, wall()));
               }));
    routes.get("/api/v1/races/:slug/passages", {.kept = Kept::while_unchanged}, of_race(passages));
    routes.get("/api/v1/races/:slug/digest", {.kept = Kept::while_unchanged}, of_race(digest));
    add_ranking_routes(routes);
}

} // namespace lanterne::web
