#pragma once

#include <chrono>
#include <cstdint>

#include "core/base/time.hpp"
#include "database/connection.hpp"
#include "ingest-server/clock.hpp"
#include "ingest-server/shard_shares.hpp"

namespace lanterne::ingest {

/// The first half of the advisory locks' keys. Of a lease the other is the shard; of a worker's
/// presence, which all workers share, it is 0.
inline constexpr std::int32_t lease_lock_class = 20'565;
inline constexpr std::int32_t presence_lock_class = 20'566;

/// A worker that says nothing for so long, outside of a transaction or within one, loses its
/// connection and with it its leases. The loop speaks each second, races load on a connection of
/// their own.
inline constexpr std::chrono::seconds silent_worker_limit{15};
inline constexpr std::chrono::seconds silent_transaction_limit{15};

/// So long the number of workers must have stood before one gives up what is beyond its share: a
/// race that moves is loaded anew, and an ingest that starts and dies again and again should cost
/// nobody that.
inline constexpr std::chrono::seconds settled_workers{30};

/// The shards that this worker reads from the broker and whose races it scores. A lease is a lock
/// of the connection that stores: who has lost the one can not commit by the other. Nothing else
/// guards it, so a killed worker's leases are free at once. One thread.
class Leases {
public:
    /// `worker` names this life of the ingest.
    explicit Leases(std::uint32_t worker) : worker_{worker} {}

    /// A new connection: it has none yet. Bounds how long it may be silent, and says to the others
    /// that we are there. Failures as database::Connection::execute.
    void begin(database::Connection& connection);

    /// Takes the free shards that are this worker's share; answers those that are new. Call each
    /// second with the connection of begin(), not within a transaction. Failures as
    /// database::Connection::execute.
    Shards take(database::Connection& connection, UtcTime wall, SteadyTime now);

    /// What others should have of ours, as take() saw it. To be left alone, and then given up.
    Shards surplus(SteadyTime now) const;
    void give_up(database::Connection& connection, const Shards& shards);

    const Shards& held() const { return held_; }

private:
    void look(database::Connection& connection, SteadyTime now);

    std::uint32_t worker_;
    Shards held_;
    ShardView view_;
    SteadyTime settled_since_{};
};

} // namespace lanterne::ingest
