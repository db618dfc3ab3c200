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

/// A race, and which of its lives the numbers of its events are of.
struct Numbering {
    std::int32_t race_id = 0;
    std::string life;
};

/// Read before the events: a life that begins meanwhile has not numbered anything anew yet.
std::optional<Numbering> find_numbering(Connection& connection, const std::string& slug) {
    const Rows rows = connection.execute(
        R"(SELECT race_id, concat_ws('-', to_hex((SELECT store FROM race.store)), race_id,
                                     tile_generation)
             FROM plan.race WHERE slug = $1)",
        Parameters{}.add(slug));
    return rows.empty() ? std::nullopt
                        : std::optional{
                              Numbering{rows.get<std::int32_t>(0, 0), rows.get<std::string>(0, 1)}};
}

Rows read_page(Connection& connection, std::int32_t race_id, const Wish& wish) {
    return connection.execute(
        R"(SELECT v.number, v.at, v.kind, e.bib, v.body
             FROM race.race_event v LEFT JOIN plan.entry e USING (entry_id)
            WHERE v.race_id = $1 AND v.number > $2 ORDER BY v.number LIMIT $3)",
        Parameters{}.add(race_id).add(wish.since).add(wish.limit));
}

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

HttpResponse another_life(const std::string& slug) {
    return service::problem(404, "Another life",
                            fmt::format("these events are numbered anew: forgetting the old, "
                                        "/api/v1/races/{}/events without life would be right",
                                        slug));
}

HttpResponse page_of(const Rows& rows, const std::string& life, const Wish& wish) {
    JsonWriter json;
    json.begin_object()
        .field("life", life)
        .field("last", rows.empty() ? wish.since : rows.get<std::int64_t>(rows.size() - 1, 0))
        .name("events")
        .begin_array();
    for (std::size_t row = 0; row < rows.size(); ++row) {
        write_event(json, rows, row);
    }
    json.end_array().end_object();
    HttpResponse response = service::json_response(json.take());
    if (wish.life && static_cast<std::int64_t>(rows.size()) == wish.limit) {
        response.headers.emplace_back("Cache-Control", "public, max-age=86400, immutable");
    }
    return response;
}

HttpResponse events(Connection& connection, const HttpRequest& request) {
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
    const std::string& slug = request.parameters.at("slug");
    const auto numbering = find_numbering(connection, slug);
    if (!numbering) {
        return no_such_race(slug);
    }
    if (wish.life && *wish.life != numbering->life) {
        return another_life(slug);
    }
    return page_of(read_page(connection, numbering->race_id, wish), numbering->life, wish);
}

} // namespace

void add_event_routes(PublicRoutes& routes) {
    routes.get("/api/v1/races/:slug/events",
               {.kept = Kept::while_unchanged, .query = {"since", "limit", "life"}}, events);
}

} // namespace lanterne::web
