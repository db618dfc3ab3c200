#include <algorithm>

#include "ingest-server/results_store.hpp"

namespace lanterne::ingest::results_store {

using database::Connection;
using database::Parameters;

void write_rankings(Connection& connection, const Claim& claim, const RankingNews& news) {
    const std::int64_t version = take_numbers(connection, claim, 0, 0).version;
    for (const RankingRow& row : news.changed) {
        connection.execute(
            R"(INSERT INTO race.ranking (race_id, kind, ranking, place, name, version, body)
               VALUES ($1, $2, $3, $4, $5, $6, $7)
                   ON CONFLICT (race_id, kind, ranking) DO UPDATE
                  SET place = excluded.place, name = excluded.name, version = excluded.version,
                      body = excluded.body)",
            Parameters{}
                .add(claim.race)
                .add(row.kind)
                .add(row.id)
                .add(row.place)
                .add(row.name)
                .add(version)
                .add(row.body));
    }
    if (news.are_first) {
        std::vector<std::string> kept;
        std::ranges::transform(news.changed, std::back_inserter(kept),
                               [](const RankingRow& row) { return row.kind + "/" + row.id; });
        connection.execute(
            "DELETE FROM race.ranking WHERE race_id = $1 AND kind || '/' || ranking <> ALL ($2)",
            Parameters{}.add(claim.race).add_array(std::span<const std::string>{kept}));
    }
}

} // namespace lanterne::ingest::results_store
