#include "ingest-server/lease.hpp"

#include <utility>
#include <vector>

#include <fmt/format.h>

namespace lanterne::ingest {

using database::Connection;
using database::Parameters;
using database::Rows;

namespace {

Shards shards_of(const std::vector<std::int16_t>& numbers) {
    return {numbers.begin(), numbers.end()};
}

} // namespace

void Leases::begin(Connection& connection) {
    held_.clear();
    view_ = {};
    connection.run_script(fmt::format("SET idle_session_timeout = '{}s'; "
                                      "SET idle_in_transaction_session_timeout = '{}s'; "
                                      "SELECT pg_advisory_lock_shared({}, 0)",
                                      silent_worker_limit.count(), silent_transaction_limit.count(),
                                      presence_lock_class));
}

void Leases::look(Connection& connection, SteadyTime now) {
    // pg_locks: PostgreSQL 15 manual, 54.12; objsubid 2 are keys of two int4.
    const Rows rows = connection.execute(
        R"(WITH locks AS MATERIALIZED (
               SELECT classid::int8 AS class, objid::int8 AS shard, pid
                 FROM pg_locks
                WHERE locktype = 'advisory' AND objsubid = 2 AND granted
                  AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))
           SELECT (SELECT count(DISTINCT pid) FROM locks WHERE class = $2),
                  ARRAY(SELECT shard::int2 FROM locks WHERE class = $1),
                  ARRAY(SELECT DISTINCT shard FROM plan.race WHERE retired_at IS NULL))",
        Parameters{}.add(std::int64_t{lease_lock_class}).add(std::int64_t{presence_lock_class}));
    const std::int64_t before = std::exchange(view_.workers, rows.get<std::int64_t>(0, 0));
    if (before != view_.workers) {
        settled_since_ = now;
    }
    view_.leased = shards_of(rows.get<std::vector<std::int16_t>>(0, 1));
    view_.raced = shards_of(rows.get<std::vector<std::int16_t>>(0, 2));
    view_.held = held_;
}

Shards Leases::take(Connection& connection, UtcTime wall, SteadyTime now) {
    look(connection, now);
    const std::vector<std::int16_t> free = wanted(view_);
    if (free.empty()) {
        return {};
    }
    const Rows tried = connection.execute(
        "SELECT shard, pg_try_advisory_lock($1, shard) FROM unnest($2::int2[]) s (shard)",
        Parameters{}.add(lease_lock_class).add_array(std::span<const std::int16_t>{free}));
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
           SELECT shard, 1, $2, $3 FROM unnest($1::int2[]) s (shard) ORDER BY shard
               ON CONFLICT (shard) DO UPDATE
              SET epoch = l.epoch + 1, worker = excluded.worker, taken_at = excluded.taken_at)",
        Parameters{}
            .add_array(std::span<const std::int16_t>{taken})
            .add(std::int64_t{worker_})
            .add(wall));
    held_.insert(taken.begin(), taken.end());
    view_.held = held_;
    return shards_of(taken);
}

Shards Leases::surplus(SteadyTime now) const {
    return now - settled_since_ >= settled_workers ? ingest::surplus(view_) : Shards{};
}

void Leases::give_up(Connection& connection, const Shards& shards) {
    const std::vector<std::int16_t> numbers{shards.begin(), shards.end()};
    connection.execute(
        "SELECT pg_advisory_unlock($1, shard) FROM unnest($2::int2[]) s (shard)",
        Parameters{}.add(lease_lock_class).add_array(std::span<const std::int16_t>{numbers}));
    std::erase_if(held_, [&](std::int16_t shard) { return shards.contains(shard); });
    view_.held = held_;
}

} // namespace lanterne::ingest
