#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <vector>

#include "ingest-server/arrival.hpp"
#include "ingest-server/backlog_budget.hpp"
#include "ingest-server/rate_limit.hpp"
#include "ingest-server/shard_sessions.hpp"
#include "ingest-server/watch.hpp"
#include "service/mqtt_client.hpp"

namespace lanterne::ingest {

/// What becomes one transaction: so many messages, and so many fixes, at most. Together they bound
/// what is held in memory and how long others wait for a turn.
inline constexpr std::size_t max_messages_a_turn = 2'000;
inline constexpr std::size_t max_fixes_a_turn = 10'000;

/// What units publish on the shards of this worker. What waits beyond a turn stays with the broker,
/// and so does all that comes while there is no lease. One thread.
class Subscriber {
public:
    Subscriber(service::MqttSettings settings, Watch& watch, Clock clock);

    /// Reads these shards and no other from now on. What was received and not acknowledged on
    /// others comes again to whoever reads them next.
    void follow(const Shards& shards) { sessions_.follow(shards); }

    struct Taken {
        std::vector<Arrival> arrivals; ///< who is live before what is late
        std::size_t late_fixes = 0;
        bool more = false; ///< as many as a turn may have: others may wait
    };

    /// Waits so long at most. Nothing that it returns is acknowledged before acknowledge().
    Taken receive(std::chrono::milliseconds timeout);

    /// After COMMIT: lets the PUBACKs leave.
    void acknowledge() { sessions_.acknowledge(); }

    /// How long it took from receive() to COMMIT: a long turn makes the backlog wait.
    void note_turn(const Taken& taken, std::chrono::duration<double> took) {
        backlog_.note(taken.late_fixes, took);
    }

    bool is_subscribed() const { return sessions_.are_subscribed(); }

private:
    /// What a turn still has room for.
    struct Room {
        std::size_t messages = 0;
        std::size_t fixes = 0;

        /// So many messages fit whatever is in them.
        std::size_t sure() const;
    };

    /// False when the room was used up before the client had no more.
    bool drain(service::MqttClient& client, Room& room, Taken& taken);
    bool drain_all(const std::vector<service::MqttClient*>& clients, Room& room, Taken& taken);
    /// Nothing when nobody is to be told of it.
    std::optional<Arrival> arrival_of(service::MqttMessage message);
    std::optional<Arrival> within_limit(const wire::UnitTopic& topic, service::MqttMessage message);

    Watch& watch_;
    Clock clock_;
    RateLimit limit_;
    BacklogBudget backlog_;
    ShardSessions sessions_;
};

} // namespace lanterne::ingest
