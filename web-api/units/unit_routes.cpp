#include "web-api/units/unit_routes.hpp"

#include "web-api/units/unit_store.hpp"

namespace lanterne::web {

void add_unit_routes(service::HttpServer& server, DatabasePool& pool, const WallClock& wall) {
    server.get("/api/v1/units", with_database(pool, [wall](database::Connection& connection,
                                                           const service::HttpRequest&) {
                   return service::json_response(units_json(read_units(connection), wall()));
               }));
}

} // namespace lanterne::web
