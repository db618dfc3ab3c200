#include "ingest-server/lease.hpp"

#include <vector>

#include <fmt/format.h>

namespace lanterne::ingest {

using database::Connection;
using database::Parameters;
using database::Rows;

void Leases::begin(Connection& connection) {
    held_.clear();
    connection.run_script(fmt::format("SET idle_session_timeout = '{}s'; "
                                      "SET idle_in_transaction_session_timeout = '{}s'",
                                      silent_worker_limit.count(),
                                      silent_transaction_limit.count()));
}

Shards Leases::take(Connection& connection, UtcTime wall) {
    const std::vector<std::int16_t> held{held_.begin(), held_.end()};
    // MATERIALIZED: a lock that is tried in a condition may be tried for rows that no one asked of.
    const Rows tried = connection.execute(
        R"(WITH wanted AS MATERIALIZED (
               SELECT DISTINCT shard FROM plan.race
                WHERE retired_at IS NULL AND shard <> ALL ($2))
           SELECT shard, pg_try_advisory_lock($1, shard) FROM wanted)",
        Parameters{}.add(lease_lock_class).add_array(std::span<const std::int16_t>{held}));
    std::vector<std::int16_t> taken;
    for (std::size_t i = 0; i < tried.size(); ++i) {
        if (tried.get<bool>(i, 1)) {
            taken.push_back(tried.get<std::int16_t>(i, 0));
        }
    }
    if (taken.empty()) {
        return {};
    }
    connection.execute(
        R"(INSERT INTO race.shard_lease AS l (shard, epoch, worker, taken_at)
           SELECT shard, 1, $2, $3 FROM unnest($1::int2[]) s (shard)
               ON CONFLICT (shard) DO UPDATE
              SET epoch = l.epoch + 1, worker = excluded.worker, taken_at = excluded.taken_at)",
        Parameters{}
            .add_array(std::span<const std::int16_t>{taken})
            .add(std::int64_t{worker_})
            .add(wall));
    held_.insert(taken.begin(), taken.end());
    return {taken.begin(), taken.end()};
}

} // namespace lanterne::ingest
