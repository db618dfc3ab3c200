#include "web-api/races/race_routes.hpp"

#include <fmt/format.h>

#include "web-api/races/race_json.hpp"

namespace lanterne::web {

using database::Connection;
using service::HttpRequest;

service::HttpResponse no_such_race(std::string_view slug) {
    return service::problem(404, "No such race",
                            fmt::format("there is no race {}; /api/v1/races lists them", slug));
}

void add_race_routes(service::HttpServer& server, DatabasePool& pool, RaceLibrary& library,
                     const WallClock& wall) {
    server.get("/api/v1/races",
               with_database(pool, [wall](Connection& connection, const HttpRequest& request) {
                   return service::with_entity_tag(
                       request, service::json_response(races_json(list_races(connection), wall())));
               }));
    server.get(
        "/api/v1/races/:slug",
        with_database(pool, [&library, wall](Connection& connection, const HttpRequest& request) {
            const std::string& slug = request.parameters.at("slug");
            const auto race = library.find(connection, slug);
            if (!race) {
                return no_such_race(slug);
            }
            const UtcTime now = plan::race_time(race->row.rehearsal, wall());
            return service::with_entity_tag(
                request, service::json_response(
                             race_json(race->planned->json_head, state_of(race->row, now))));
        }));
}

} // namespace lanterne::web
