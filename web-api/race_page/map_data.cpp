#include "web-api/race_page/map_data.hpp"

#include <fmt/format.h>

#include "web-api/basemap/basemap_file.hpp"
#include "web-api/coast/coast_store.hpp"
#include "web-api/races/race_routes.hpp"

namespace lanterne::web {

using database::Connection;
using service::HttpRequest;
using service::HttpResponse;

namespace {

HttpResponse land_of(Connection& connection, const HttpRequest& request, const RaceRow& race) {
    auto coast = coast::read_coast(connection, race.race_id);
    if (!coast) {
        return service::problem(404, "No coast",
                                fmt::format("{} was imported without one; importing it again with "
                                            "the site built would be right",
                                            race.slug));
    }
    HttpResponse response{.content_type = "application/geo+json",
                          .body = std::move(coast->geojson)};
    const auto asked = request.query.find("content");
    if (asked != request.query.end() && asked->second == coast->name) {
        response.headers.emplace_back("Cache-Control", "public, max-age=31536000, immutable");
    }
    return response;
}

} // namespace

std::string with_map_data(Connection& connection, std::string race_json, const RaceRow& race,
                          const Basemap& basemap) {
    race_json.pop_back(); // its closing brace
    const auto coast = coast::read_coast_name(connection, race.race_id);
    race_json += coast ? fmt::format(R"(,"land":"/api/v1/races/{}/land.geojson?content={}")",
                                     race.slug, *coast)
                       : R"(,"land":null)";
    race_json += fmt::format(R"(,"basemap":{}}})", basemap_json(basemap));
    return race_json;
}

void add_land_route(PublicRoutes& routes) {
    // A second, not while the plan is unchanged: the coast is written just after it.
    routes.get("/api/v1/races/:slug/land.geojson", {.kept = Kept::a_second, .query = {"content"}},
               of_race(land_of));
}

void add_basemap_routes(service::HttpServer& server, const Basemaps& basemaps) {
    const auto add = [&](const Basemap& basemap) {
        if (!basemap.file.empty()) {
            server.get(basemap.file_address, basemap_file_handler(basemap));
        }
    };
    add(basemaps.usual);
    for (const auto& [slug, basemap] : basemaps.of_races) {
        add(basemap);
    }
}

} // namespace lanterne::web
