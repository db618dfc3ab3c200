#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/time.hpp"
#include "database/connection.hpp"

namespace lanterne::web {

/// One of a race's tables: a ranking of entries, of teams, or of points.
struct RankingHead {
    std::string kind; ///< ranking, teams or points
    std::string id;
    std::string name;
    std::int64_t version = 0; ///< of the race when it changed last
};

struct RankingBody {
    RankingHead head;
    std::string json; ///< with bibs for people, see web-api/tables
};

/// In the order of the rules.
std::vector<RankingHead> read_rankings(database::Connection& connection, std::int32_t race_id);

/// All with their bodies.
std::vector<RankingBody> read_ranking_bodies(database::Connection& connection,
                                             std::int32_t race_id);

/// That of an id; where several kinds have it, the first, unless `kind` names one.
std::optional<RankingBody> read_ranking(database::Connection& connection, std::int32_t race_id,
                                        const std::string& id, const std::string& kind);

/// Results that were said to the world, and never change.
struct PublicationHead {
    std::int32_t revision = 0;
    std::string state; ///< provisional, protest, official, amended, annulled
    std::string engine;
    std::string input_digest;
    std::string digest;
    std::string who;
    std::string why;
    UtcTime published_at; ///< wall time
};

/// The newest first.
std::vector<PublicationHead> read_publications(database::Connection& connection,
                                               std::int32_t race_id);

struct PublicationBody {
    PublicationHead head;
    std::string tables; ///< a JSON array of bodies
};

/// Of that revision, or the newest.
std::optional<PublicationBody> read_publication(database::Connection& connection,
                                                std::int32_t race_id,
                                                std::optional<std::int32_t> revision = {});

/// True while those are what counts: nothing that is scored later changes them.
bool is_final(const PublicationHead& publication);

/// Who wears a bib.
struct Person {
    std::string bib;
    std::string name;
    std::string team;
    std::string category;
};

std::vector<Person> read_people(database::Connection& connection, std::int32_t race_id);

} // namespace lanterne::web
