#include "web-api/races/race_routes.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "core/exchange/course_gpx.hpp"
#include "web-api/races/course_geojson.hpp"
#include "web-api/races/race_calendar.hpp"
#include "web-api/races/race_json.hpp"
#include "web-api/rest/replies.hpp"

namespace lanterne::web {

using database::Connection;
using service::HttpRequest;
using service::HttpResponse;

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

HttpResponse no_such_variant(const CurrentRace& race) {
    return service::problem(404, "No such variant",
                            fmt::format("/api/v1/races/{} lists the variants", race.row.slug));
}

HttpResponse course_gpx(Connection& /*connection*/, const HttpRequest& request,
                        const CurrentRace& race) {
    const course::Course* course = course_for(race.planned->plan, request);
    return course == nullptr ? no_such_variant(race)
                             : download("application/gpx+xml", race.row.slug + ".gpx",
                                        exchange::write_gpx(exchange::to_gpx(*course)));
}

HttpResponse course_as_geojson(Connection& /*connection*/, const HttpRequest& request,
                               const CurrentRace& race) {
    const course::Course* course = course_for(race.planned->plan, request);
    return course == nullptr ? no_such_variant(race)
                             : download("application/geo+json", race.row.slug + ".geojson",
                                        course_geojson(*course));
}

HttpResponse calendar(const std::string& file_name, const std::string& name,
                      const std::vector<RaceRow>& races) {
    return download("text/calendar; charset=utf-8", file_name, race_calendar(name, races));
}

void add_course_routes(PublicRoutes& routes, RaceLibrary& library) {
    const RouteRule rule{.kept = Kept::while_unchanged, .query = {"variant"}};
    routes.get("/api/v1/races/:slug/course.gpx", rule, of_plan(library, course_gpx));
    routes.get("/api/v1/races/:slug/course.geojson", rule, of_plan(library, course_as_geojson));
}

void add_calendar_routes(PublicRoutes& routes) {
    routes.get("/api/v1/races.ics", {}, [](Connection& connection, const HttpRequest&) {
        return calendar("races.ics", "Races", list_races(connection));
    });
    routes.get("/api/v1/races/:slug/calendar.ics", {.kept = Kept::while_unchanged},
               of_race([](Connection&, const HttpRequest&, const RaceRow& race) {
                   return calendar(race.slug + ".ics", race.name, {race});
               }));
}

} // namespace

DatabaseHandler of_race(RaceReader reader) {
    return [reader = std::move(reader)](Connection& connection, const HttpRequest& request) {
        const std::string& slug = request.parameters.at("slug");
        const auto race = find_race(connection, slug);
        return race ? reader(connection, request, *race) : no_such_race(slug);
    };
}

DatabaseHandler of_race_key(KeyReader reader) {
    return [reader = std::move(reader)](Connection& connection, const HttpRequest& request) {
        const std::string& slug = request.parameters.at("slug");
        const auto race = find_race_key(connection, slug);
        return race ? reader(connection, request, *race) : no_such_race(slug);
    };
}

DatabaseHandler of_plan(RaceLibrary& library, PlanReader reader) {
    return
        [&library, reader = std::move(reader)](Connection& connection, const HttpRequest& request) {
            const std::string& slug = request.parameters.at("slug");
            const auto race = library.find(connection, slug);
            return race ? reader(connection, request, *race) : no_such_race(slug);
        };
}

void add_race_routes(PublicRoutes& routes, RaceLibrary& library) {
    const WallClock wall = routes.wall();
    routes.get("/api/v1/races", {}, [wall](Connection& connection, const HttpRequest&) {
        return service::json_response(races_json(list_races(connection), wall()));
    });
    routes.get("/api/v1/races/:slug", {},
               of_plan(library, [wall](Connection&, const HttpRequest&, const CurrentRace& race) {
                   const UtcTime now = plan::race_time(race.row.rehearsal, wall());
                   return service::json_response(
                       race_json(race.planned->json_head, state_of(race.row, now)));
               }));
    add_course_routes(routes, library);
    add_calendar_routes(routes);
}

} // namespace lanterne::web
