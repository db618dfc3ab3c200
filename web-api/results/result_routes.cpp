#include "web-api/results/result_routes.hpp"

#include "web-api/forecasts/forecast_store.hpp"
#include "web-api/races/race_routes.hpp"
#include "web-api/results/ranking_routes.hpp"
#include "web-api/results/result_json.hpp"

namespace lanterne::web {

using database::Connection;
using service::HttpRequest;

void add_result_routes(service::HttpServer& server, DatabasePool& pool, const WallClock& wall) {
    server.get("/api/v1/races/:slug/standings",
               with_database(pool, [wall](Connection& connection, const HttpRequest& request) {
                   const std::string& slug = request.parameters.at("slug");
                   const auto race = find_race(connection, slug);
                   if (!race) {
                       return no_such_race(slug);
                   }
                   // The version first: rows read after it are at least as new.
                   const ResultStamp stamp = read_stamp(connection, race->race_id);
                   const Expected expected{read_forecasts(connection, race->race_id),
                                           read_grades(connection, race->race_id)};
                   return service::json_response(
                       standings_json(read_standings(connection, race->race_id), expected, stamp,
                                      plan::race_time(race->rehearsal, wall())));
               }));
    server.get("/api/v1/races/:slug/passages",
               with_database(pool, [](Connection& connection, const HttpRequest& request) {
                   const std::string& slug = request.parameters.at("slug");
                   const auto race = find_race(connection, slug);
                   if (!race) {
                       return no_such_race(slug);
                   }
                   return service::with_entity_tag(
                       request, service::json_response(
                                    passages_json(read_passages(connection, race->race_id),
                                                  read_missing(connection, race->race_id))));
               }));
    server.get("/api/v1/races/:slug/digest",
               with_database(pool, [](Connection& connection, const HttpRequest& request) {
                   const std::string& slug = request.parameters.at("slug");
                   const auto race = find_race(connection, slug);
                   if (!race) {
                       return no_such_race(slug);
                   }
                   return service::json_response(
                       digest_json(read_stamp(connection, race->race_id)));
               }));
    add_ranking_routes(server, pool);
}

} // namespace lanterne::web
