#include "web-api/units/unit_routes.hpp"

#include <utility>

#include <fmt/format.h>

#include "web-api/units/unit_faults.hpp"
#include "web-api/units/unit_store.hpp"

namespace lanterne::web {

using database::Connection;
using service::HttpRequest;

namespace {

/// Asked on this machine, and not through a proxy: who can do that can read the database too.
bool is_of_this_machine(const HttpRequest& request) {
    const bool is_near = request.peer == "127.0.0.1" || request.peer == "::1";
    return is_near && !request.headers.contains("x-forwarded-for") &&
           !request.headers.contains("forwarded");
}

service::HttpResponse faults_of(Connection& connection, const HttpRequest& request) {
    if (auto fault = fault_in_query(request, {})) {
        return std::move(*fault);
    }
    const std::string& serial = request.parameters.at("serial");
    const auto unit = UnitSerial::from(serial);
    const auto faults = unit ? read_unit_faults(connection, *unit) : std::nullopt;
    if (!faults) {
        return service::problem(
            404, "No such unit",
            fmt::format("no unit {} was heard of or is worn; /api/v1/units lists them", serial));
    }
    service::HttpResponse response = service::json_response(
        faults_json(*faults, is_of_this_machine(request) ? ShowBytes::yes : ShowBytes::no));
    response.headers.emplace_back("Cache-Control", "no-store");
    return response;
}

} // namespace

void add_unit_routes(PublicRoutes& routes) {
    const WallClock wall = routes.wall();
    routes.get("/api/v1/units", {}, [wall](Connection& connection, const HttpRequest&) {
        return service::json_response(units_json(read_units(connection), wall()));
    });
    routes.server().get("/api/v1/units/:serial/faults", with_database(routes.pool(), faults_of));
}

} // namespace lanterne::web
