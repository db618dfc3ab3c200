#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <set>

#include "core/base/time.hpp"
#include "database/connection.hpp"

namespace lanterne::ingest {

/// Parts that races are dealt into (plan.race.shard), 0 to 63.
using Shards = std::set<std::int16_t>;

/// The first half of the advisory locks' keys; the other is the shard.
inline constexpr std::int32_t lease_lock_class = 20'565;

/// A worker that says nothing for so long, outside of a transaction or within one, loses its
/// connection and with it its leases. The loop speaks each second; loading a race reads all the
/// while that it scores.
inline constexpr std::chrono::seconds silent_worker_limit{15};
inline constexpr std::chrono::seconds silent_transaction_limit{30};

/// The shards whose races this worker scores. A lease is a lock of the connection that stores: who
/// has lost the one can not commit by the other. Nothing else guards it, so a killed worker's
/// leases are free at once. One thread.
class Leases {
public:
    /// `worker` names this life of the ingest.
    explicit Leases(std::uint32_t worker) : worker_{worker} {}

    /// A new connection: it has none yet. Bounds how long it may be silent. Failures as
    /// database::Connection::execute.
    void begin(database::Connection& connection);

    /// Takes each shard with races that is free; answers those that are new. Call each second with
    /// the connection of begin(), not within a transaction. Failures as
    /// database::Connection::execute.
    Shards take(database::Connection& connection, UtcTime wall);

    const Shards& held() const { return held_; }

private:
    std::uint32_t worker_;
    Shards held_;
};

} // namespace lanterne::ingest
