#include "web-api/results/ranking_store.hpp"

#include <fmt/format.h>

namespace lanterne::web {

using database::Connection;
using database::Parameters;
using database::Rows;

namespace {

constexpr std::string_view publication_columns =
    "revision, state, engine, input_digest, digest, who, why, published_at";

RankingHead head_in(const Rows& rows, std::size_t row) {
    return {.kind = rows.get<std::string>(row, 0),
            .id = rows.get<std::string>(row, 1),
            .name = rows.get<std::string>(row, 2),
            .version = rows.get<std::int64_t>(row, 3)};
}

PublicationHead publication_in(const Rows& rows, std::size_t row) {
    return {.revision = rows.get<std::int32_t>(row, 0),
            .state = rows.get<std::string>(row, 1),
            .engine = rows.get<std::string>(row, 2),
            .input_digest = rows.get<std::string>(row, 3),
            .digest = rows.get<std::string>(row, 4),
            .who = rows.get<std::string>(row, 5),
            .why = rows.get<std::string>(row, 6),
            .published_at = rows.get<UtcTime>(row, 7)};
}

} // namespace

std::vector<RankingHead> read_rankings(Connection& connection, std::int32_t race_id) {
    const Rows rows = connection.execute(
        "SELECT kind, ranking, name, version FROM race.ranking WHERE race_id = $1 ORDER BY place",
        Parameters{}.add(race_id));
    std::vector<RankingHead> heads;
    for (std::size_t row = 0; row < rows.size(); ++row) {
        heads.push_back(head_in(rows, row));
    }
    return heads;
}

std::vector<RankingBody> read_ranking_bodies(Connection& connection, std::int32_t race_id) {
    const Rows rows =
        connection.execute(R"(SELECT kind, ranking, name, version, body FROM race.ranking
                               WHERE race_id = $1 ORDER BY place)",
                           Parameters{}.add(race_id));
    std::vector<RankingBody> bodies;
    for (std::size_t row = 0; row < rows.size(); ++row) {
        bodies.push_back({head_in(rows, row), rows.get<std::string>(row, 4)});
    }
    return bodies;
}

std::optional<RankingBody> read_ranking(Connection& connection, std::int32_t race_id,
                                        const std::string& id, const std::string& kind) {
    const Rows rows = connection.execute(
        R"(SELECT kind, ranking, name, version, body FROM race.ranking
            WHERE race_id = $1 AND ranking = $2 AND ($3 = '' OR kind = $3) ORDER BY place LIMIT 1)",
        Parameters{}.add(race_id).add(id).add(kind));
    if (rows.empty()) {
        return std::nullopt;
    }
    return RankingBody{head_in(rows, 0), rows.get<std::string>(0, 4)};
}

std::vector<PublicationHead> read_publications(Connection& connection, std::int32_t race_id) {
    const Rows rows = connection.execute(
        fmt::format("SELECT {} FROM race.publication WHERE race_id = $1 ORDER BY revision DESC",
                    publication_columns),
        Parameters{}.add(race_id));
    std::vector<PublicationHead> heads;
    for (std::size_t row = 0; row < rows.size(); ++row) {
        heads.push_back(publication_in(rows, row));
    }
    return heads;
}

std::optional<PublicationBody> read_publication(Connection& connection, std::int32_t race_id,
                                                std::optional<std::int32_t> revision) {
    const Rows rows = connection.execute(fmt::format(R"(SELECT {}, tables FROM race.publication
                        WHERE race_id = $1 AND ($2::int4 IS NULL OR revision = $2)
                        ORDER BY revision DESC LIMIT 1)",
                                                     publication_columns),
                                         Parameters{}.add(race_id).add(revision));
    if (rows.empty()) {
        return std::nullopt;
    }
    return PublicationBody{publication_in(rows, 0), rows.get<std::string>(0, 8)};
}

bool is_final(const PublicationHead& publication) {
    return publication.state == "official" || publication.state == "amended";
}

std::vector<Person> read_people(Connection& connection, std::int32_t race_id) {
    const Rows rows = connection.execute(
        R"(SELECT bib, name, team, category FROM plan.entry
            WHERE race_id = $1 ORDER BY length(bib), bib COLLATE "C")",
        Parameters{}.add(race_id));
    std::vector<Person> people;
    for (std::size_t row = 0; row < rows.size(); ++row) {
        people.push_back({.bib = rows.get<std::string>(row, 0),
                          .name = rows.get<std::string>(row, 1),
                          .team = rows.get<std::string>(row, 2),
                          .category = rows.get<std::string>(row, 3)});
    }
    return people;
}

} // namespace lanterne::web
