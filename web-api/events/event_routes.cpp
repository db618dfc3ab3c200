#include "web-api/events/event_routes.hpp"

#include <string>
#include <vector>

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

struct Page {
    std::int64_t since = 0;
    std::int64_t limit = max_events;
};

/// An event's own fields come behind the common ones. The body is an object that ingest wrote.
void write_event(JsonWriter& json, const Rows& rows, std::size_t row) {
    const auto body = rows.get<std::string>(row, 4);
    JsonWriter head;
    head.begin_object()
        .field("number", rows.get<std::int64_t>(row, 0))
        .field("at", to_text(rows.get<UtcTime>(row, 1)))
        .field("kind", rows.get<std::string>(row, 2))
        .field("bib", rows.get_optional<std::string>(row, 3));
    const bool is_empty = body.size() <= 2;
    json.raw(head.take() + (is_empty ? "}" : ", " + body.substr(1)));
}

HttpResponse page_of(Connection& connection, const RaceKey& race, const Page& page) {
    const Rows rows = connection.execute(
        R"(SELECT v.number, v.at, v.kind, e.bib, v.body
             FROM race.race_event v LEFT JOIN plan.entry e USING (entry_id)
            WHERE v.race_id = $1 AND v.number > $2 ORDER BY v.number LIMIT $3)",
        Parameters{}.add(race.race_id).add(page.since).add(page.limit));
    JsonWriter json;
    json.begin_object()
        .field("last", rows.empty() ? page.since : rows.get<std::int64_t>(rows.size() - 1, 0))
        .name("events")
        .begin_array();
    for (std::size_t row = 0; row < rows.size(); ++row) {
        write_event(json, rows, row);
    }
    json.end_array().end_object();
    HttpResponse response = service::json_response(json.take());
    if (static_cast<std::int64_t>(rows.size()) == page.limit) {
        // A day, not for ever: a restored database numbers anew what it had lost.
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
    return page_of(connection, race, {.since = *since, .limit = *limit});
}

} // namespace

void add_event_routes(PublicRoutes& routes) {
    routes.get("/api/v1/races/:slug/events",
               {.kept = Kept::while_unchanged, .query = {"since", "limit"}}, of_race_key(events));
}

} // namespace lanterne::web
