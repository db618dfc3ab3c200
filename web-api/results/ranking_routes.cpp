#include "web-api/results/ranking_routes.hpp"

#include <fmt/format.h>

#include "service/json_writer.hpp"
#include "web-api/races/race_routes.hpp"
#include "web-api/rest/whole_text.hpp"
#include "web-api/results/ranking_store.hpp"
#include "web-api/results/result_store.hpp"

namespace lanterne::web {

using database::Connection;
using service::HttpRequest;
using service::HttpResponse;
using service::JsonWriter;

namespace {

void write(JsonWriter& json, const PublicationHead& publication) {
    json.field("revision", publication.revision)
        .field("state", publication.state)
        .field("engine", publication.engine)
        .field("input_digest", publication.input_digest)
        .field("digest", publication.digest)
        .field("who", publication.who)
        .field("why", publication.why)
        .field("published_at", to_text(publication.published_at));
}

/// By bib, so that a body that is never changed needs no names.
void write_people(JsonWriter& json, Connection& connection, std::int32_t race_id) {
    json.name("people").begin_object();
    for (const Person& person : read_people(connection, race_id)) {
        json.name(person.bib)
            .begin_object()
            .field("name", person.name)
            .field("team", person.team)
            .field("category", person.category)
            .end_object();
    }
    json.end_object();
}

HttpResponse rankings(Connection& connection, const HttpRequest& /*request*/, const RaceKey& race) {
    // The version first: rows read after it are at least as new.
    const ResultStamp stamp = read_stamp(connection, race.race_id);
    JsonWriter json;
    json.begin_object()
        .field("version", stamp.version)
        .field("digest", stamp.digest)
        .field("engine", stamp.engine)
        .name("publication");
    if (const auto last = read_publication(connection, race.race_id)) {
        json.begin_object()
            .field("revision", last->head.revision)
            .field("state", last->head.state)
            .end_object();
    } else {
        json.null();
    }
    json.name("rankings").begin_array();
    for (const RankingHead& head : read_rankings(connection, race.race_id)) {
        json.begin_object()
            .field("kind", head.kind)
            .field("id", head.id)
            .field("name", head.name)
            .field("version", head.version)
            .end_object();
    }
    json.end_array().end_object();
    return service::json_response(json.take());
}

HttpResponse ranking(Connection& connection, const HttpRequest& request, const RaceKey& race) {
    const std::string& id = request.parameters.at("id");
    const auto kind = request.query.find("kind");
    const auto body = read_ranking(connection, race.race_id, id,
                                   kind == request.query.end() ? std::string{} : kind->second);
    if (!body) {
        return service::problem(
            404, "No such ranking",
            fmt::format("/api/v1/races/{}/rankings lists the rankings", race.slug));
    }
    JsonWriter json;
    json.begin_object().field("version", body->head.version).name("ranking").raw(body->json);
    write_people(json, connection, race.race_id);
    json.end_object();
    return service::json_response(json.take());
}

HttpResponse publications(Connection& connection, const HttpRequest& /*request*/,
                          const RaceKey& race) {
    JsonWriter json;
    json.begin_object().name("publications").begin_array();
    for (const PublicationHead& head : read_publications(connection, race.race_id)) {
        json.begin_object();
        write(json, head);
        json.end_object();
    }
    json.end_array().end_object();
    return service::json_response(json.take());
}

std::optional<std::int32_t> revision_in(const std::string& text) {
    const auto revision = whole_in<std::int32_t>(text);
    return revision > 0 ? revision : std::nullopt;
}

HttpResponse publication(Connection& connection, const HttpRequest& request, const RaceKey& race) {
    const auto revision = revision_in(request.parameters.at("revision"));
    const auto body =
        revision ? read_publication(connection, race.race_id, revision) : std::nullopt;
    if (!body) {
        return service::problem(
            404, "No such publication",
            fmt::format("/api/v1/races/{}/publications lists the revisions", race.slug));
    }
    JsonWriter json;
    json.begin_object();
    write(json, body->head);
    json.name("rankings").raw(body->tables);
    write_people(json, connection, race.race_id);
    json.end_object();
    return service::json_response(json.take());
}

} // namespace

void add_ranking_routes(PublicRoutes& routes) {
    const RouteRule rule{.kept = Kept::while_unchanged};
    routes.get("/api/v1/races/:slug/rankings", rule, of_race_key(rankings));
    routes.get("/api/v1/races/:slug/rankings/:id",
               {.kept = Kept::while_unchanged, .query = {"kind"}}, of_race_key(ranking));
    routes.get("/api/v1/races/:slug/publications", rule, of_race_key(publications));
    routes.get("/api/v1/races/:slug/publications/:revision", rule, of_race_key(publication));
}

} // namespace lanterne::web
