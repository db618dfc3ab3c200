#include "web-api/races/race_routes.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "core/exchange/course_gpx.hpp"
#include "web-api/races/race_json.hpp"

namespace lanterne::web {

using database::Connection;
using service::HttpRequest;

service::HttpResponse no_such_race(std::string_view slug) {
    return service::problem(404, "No such race",
                            fmt::format("there is no race {}; /api/v1/races lists them", slug));
}

namespace {

/// The race's own course, or that of the variant which the request asks for; nullptr: none of that
/// id.
const course::Course* course_for(const plan::RacePlan& plan, const HttpRequest& request) {
    const auto asked = request.query.find("variant");
    if (asked == request.query.end()) {
        return &plan.course;
    }
    const auto variant = std::ranges::find(plan.variants, asked->second, &plan::Variant::id);
    return variant == plan.variants.end() ? nullptr : &variant->course;
}

void add_course_route(service::HttpServer& server, DatabasePool& pool, RaceLibrary& library) {
    server.get("/api/v1/races/:slug/course.gpx",
               with_database(pool, [&library](Connection& connection, const HttpRequest& request) {
                   const std::string& slug = request.parameters.at("slug");
                   const auto race = library.find(connection, slug);
                   if (!race) {
                       return no_such_race(slug);
                   }
                   const course::Course* course = course_for(race->planned->plan, request);
                   if (course == nullptr) {
                       return service::problem(
                           404, "No such variant",
                           fmt::format("/api/v1/races/{} lists the variants", slug));
                   }
                   return service::with_entity_tag(
                       request, {.content_type = "application/gpx+xml",
                                 .body = exchange::write_gpx(exchange::to_gpx(*course))});
               }));
}

} // namespace

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
    add_course_route(server, pool, library);
}

} // namespace lanterne::web
