#include "web-api/results/result_routes.hpp"

#include "web-api/forecasts/forecast_store.hpp"
#include "web-api/races/race_routes.hpp"
#include "web-api/rest/replies.hpp"
#include "web-api/results/ranking_routes.hpp"
#include "web-api/results/ranking_store.hpp"
#include "web-api/results/result_csv.hpp"
#include "web-api/results/result_json.hpp"
#include "web-api/results/split_text.hpp"

namespace lanterne::web {

using database::Connection;
using service::HttpRequest;
using service::HttpResponse;

namespace {

constexpr const char* csv_type = "text/csv; charset=utf-8; header=present"; // RFC 4180, section 3

HttpResponse standings(Connection& connection, const RaceRow& race, UtcTime now) {
    // The version first: rows read after it are at least as new.
    const ResultStamp stamp = read_stamp(connection, race.race_id);
    const Expected expected{read_forecasts(connection, race.race_id),
                            read_grades(connection, race.race_id)};
    return service::json_response(
        standings_json(read_standings(connection, race.race_id), expected, stamp, now));
}

HttpResponse passages(Connection& connection, const HttpRequest& /*request*/, const RaceKey& race) {
    // The number first: rows read after it tell that event, and may tell later ones.
    const std::int64_t last_event = read_stamp(connection, race.race_id).last_event;
    return service::json_response(passages_json(read_passages(connection, race.race_id),
                                                read_missing(connection, race.race_id),
                                                last_event));
}

HttpResponse digest(Connection& connection, const HttpRequest& /*request*/, const RaceKey& race) {
    return service::json_response(digest_json(read_stamp(connection, race.race_id)));
}

HttpResponse standings_table(Connection& connection, const HttpRequest& /*request*/,
                             const RaceKey& race) {
    return download(csv_type, race.slug + "-standings.csv",
                    standings_csv(read_standings(connection, race.race_id)));
}

HttpResponse passages_table(Connection& connection, const HttpRequest& /*request*/,
                            const RaceKey& race) {
    return download(csv_type, race.slug + "-passages.csv",
                    passages_csv(read_passages(connection, race.race_id)));
}

SplitMatrix read_splits(Connection& connection, const CurrentRace& race) {
    std::vector<ResultTable> tables;
    for (const RankingBody& body : read_ranking_bodies(connection, race.row.race_id)) {
        auto table = body.head.kind == "ranking" ? read_table(body.json) : std::nullopt;
        if (table) {
            tables.push_back(std::move(*table));
        }
    }
    const auto standings = read_standings(connection, race.row.race_id);
    const auto passages = read_passages(connection, race.row.race_id);
    return split_matrix(race.planned->plan,
                        {.standings = standings, .passages = passages, .tables = tables});
}

HttpResponse splits(Connection& connection, const HttpRequest& /*request*/,
                    const CurrentRace& race) {
    const ResultStamp stamp = read_stamp(connection, race.row.race_id);
    return service::json_response(splits_json(read_splits(connection, race), stamp));
}

HttpResponse splits_table(Connection& connection, const HttpRequest& /*request*/,
                          const CurrentRace& race) {
    return download(csv_type, race.row.slug + "-splits.csv",
                    splits_csv(read_splits(connection, race)));
}

} // namespace

void add_result_routes(PublicRoutes& routes, RaceLibrary& library) {
    const WallClock wall = routes.wall();
    const RouteRule rule{.kept = Kept::while_unchanged};
    routes.get("/api/v1/races/:slug/standings", {},
               of_race([wall](Connection& connection, const HttpRequest&, const RaceRow& race) {
                   return standings(connection, race, plan::race_time(race.rehearsal, wall()));
               }));
    routes.get("/api/v1/races/:slug/passages", rule, of_race_key(passages));
    routes.get("/api/v1/races/:slug/digest", rule, of_race_key(digest));
    routes.get("/api/v1/races/:slug/standings.csv", rule, of_race_key(standings_table));
    routes.get("/api/v1/races/:slug/passages.csv", rule, of_race_key(passages_table));
    routes.get("/api/v1/races/:slug/splits", rule, of_plan(library, splits));
    routes.get("/api/v1/races/:slug/splits.csv", rule, of_plan(library, splits_table));
    add_ranking_routes(routes);
}

} // namespace lanterne::web
