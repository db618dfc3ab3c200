#include "web-api/events/event_routes.hpp"

#include <optional>
#include <string>

#include <fmt/format.h>

#include "service/json_writer.hpp"
#include "web-api/races/race_routes.hpp"
#include "web-api/rest/query.hpp"

namespace lanterne::web {

using database::Connection;
using database::Parameters;
using database::Rows;
using service::HttpRequest;
using service::HttpResponse;
using service::JsonWriter;

namespace {

/// The greatest that every JSON reader takes for what it is (RFC 8259, section 6).
constexpr std::int64_t greatest_number = (std::int64_t{1} << 53) - 1;

/// What somebody asks for.
struct Wish {
    std::int64_t since = 0;
    std::int64_t limit = max_events;
    std::optional<std::string> life;
};

/// Of one moment of the database: a first column that is the same in each row, and at least one
/// row, without a number when there are no such events.
Rows read_page(Connection& connection, const RaceKey& race, const Wish& wish) {
    return connection.execute(
        R"(SELECT concat_ws('-', to_hex((SELECT store FROM race.store)), r.race_id,
                            r.tile_generation),
                  v.number, v.at, v.kind, v.bib, v.body
             FROM plan.race r
             LEFT JOIN LATERAL (
                  SELECT w.number, w.at, w.kind, e.bib, w.body
                    FROM race.race_event w LEFT JOIN plan.entry e USING (entry_id)
                   WHERE w.race_id = r.race_id AND w.number > $2
                   ORDER BY w.number LIMIT $3) v ON true
            WHERE r.race_id = $1 ORDER BY v.number)",
        Parameters{}.add(race.race_id).add(wish.since).add(wish.limit));
}

/// An event's own fields come behind the common ones. The body is an object that ingest wrote.
void write_event(JsonWriter& json, const Rows& rows, std::size_t row) {
    const auto body = rows.get<std::string>(row, 5);
    JsonWriter head;
    head.begin_object()
        .field("number", rows.get<std::int64_t>(row, 1))
        .field("at", to_text(rows.get<UtcTime>(row, 2)))
        .field("kind", rows.get<std::string>(row, 3))
        .field("bib", rows.get_optional<std::string>(row, 4));
    const bool is_empty = body.size() <= 2;
    json.raw(head.take() + (is_empty ? "}" : ", " + body.substr(1)));
}

HttpResponse another_life(const RaceKey& race) {
    return service::problem(404, "Another life",
                            fmt::format("these events are numbered anew: forgetting the old, "
                                        "/api/v1/races/{}/events without life would be right",
                                        race.slug));
}

HttpResponse page_of(const Rows& rows, const Wish& wish) {
    const std::size_t count = rows.is_null(0, 1) ? 0 : rows.size();
    JsonWriter json;
    json.begin_object()
        .field("life", rows.get<std::string>(0, 0))
        .field("last", count == 0 ? wish.since : rows.get<std::int64_t>(count - 1, 1))
        .name("events")
        .begin_array();
    for (std::size_t row = 0; row < count; ++row) {
        write_event(json, rows, row);
    }
    json.end_array().end_object();
    HttpResponse response = service::json_response(json.take());
    if (wish.life && static_cast<std::int64_t>(count) == wish.limit) {
        response.headers.emplace_back("Cache-Control", "public, max-age=86400, immutable");
    }
    return response;
}

HttpResponse events(Connection& connection, const HttpRequest& request, const RaceKey& race) {
    const auto since =
        whole_number(request, "since", {.least = 0, .most = greatest_number, .standard = 0});
    const auto limit =
        whole_number(request, "limit", {.least = 1, .most = max_events, .standard = max_events});
    if (!since || !limit) {
        return since ? limit.error() : since.error();
    }
    const auto life = request.query.find("life");
    const Wish wish{.since = *since,
                    .limit = *limit,
                    .life =
                        life == request.query.end() ? std::nullopt : std::optional{life->second}};
    const Rows rows = read_page(connection, race, wish);
    if (rows.empty()) {
        return no_such_race(race.slug); // deleted since it was found
    }
    return wish.life && *wish.life != rows.get<std::string>(0, 0) ? another_life(race)
                                                                  : page_of(rows, wish);
}

} // namespace

void add_event_routes(PublicRoutes& routes) {
    routes.get("/api/v1/races/:slug/events",
               {.kept = Kept::while_unchanged, .query = {"since", "limit", "life"}},
               of_race_key(events));
}

} // namespace lanterne::web
