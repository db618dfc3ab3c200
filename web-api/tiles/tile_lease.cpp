#include "web-api/tiles/tile_lease.hpp"

#include <vector>

namespace lanterne::web {

using database::Connection;
using database::Parameters;
using database::Rows;

// A lock that is held is taken once more by the same session, and counts: so it is asked first.
std::map<std::string, TileRight> TileLease::ask(const std::set<std::string>& races) {
    try {
        if (!connection_) {
            connection_.emplace(conninfo_);
        }
        const Parameters asked =
            Parameters{}
                .add_array(std::vector<std::string>{races.begin(), races.end()})
                .add(tile_locks);
        connection_->execute(
            R"(SELECT pg_advisory_unlock($2::int4, l.objid::int8::int4) FROM pg_locks l
                WHERE l.locktype = 'advisory' AND l.pid = pg_backend_pid()
                  AND l.classid = $2::int4::oid AND l.objsubid = 2
                  AND l.objid::int8 NOT IN (SELECT race_id FROM plan.race WHERE slug = ANY ($1)))",
            asked);
        const Rows rows = connection_->execute(
            R"(SELECT slug, tile_generation,
                      EXISTS (SELECT FROM pg_locks
                               WHERE locktype = 'advisory' AND pid = pg_backend_pid()
                                 AND classid = $2::int4::oid AND objid = race_id::oid AND objsubid = 2)
                      OR pg_try_advisory_lock($2::int4, race_id)
                 FROM plan.race WHERE slug = ANY ($1))",
            asked);
        std::map<std::string, TileRight> rights;
        for (std::size_t row = 0; row < rows.size(); ++row) {
            rights.emplace(rows.get<std::string>(row, 0),
                           TileRight{.generation = rows.get<std::int32_t>(row, 1),
                                     .may_write = rows.get<bool>(row, 2)});
        }
        return rights;
    } catch (const database::ConnectionLost&) {
        connection_.reset();
        throw;
    }
}

std::optional<std::int32_t> read_tile_generation(Connection& connection, const std::string& race) {
    const Rows rows = connection.execute("SELECT tile_generation FROM plan.race WHERE slug = $1",
                                         Parameters{}.add(race));
    return rows.empty() ? std::nullopt : std::optional{rows.get<std::int32_t>(0, 0)};
}

std::optional<std::int32_t> renew_tile_generation(Connection& connection, const std::string& race) {
    const Rows rows =
        connection.execute("UPDATE plan.race SET tile_generation = tile_generation + 1 "
                           "WHERE slug = $1 RETURNING tile_generation",
                           Parameters{}.add(race));
    return rows.empty() ? std::nullopt : std::optional{rows.get<std::int32_t>(0, 0)};
}

} // namespace lanterne::web
