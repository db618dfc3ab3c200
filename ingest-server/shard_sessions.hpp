#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "ingest-server/shard_shares.hpp"
#include "service/mqtt_client.hpp"

namespace lanterne::ingest {

/// The broker's sessions of the shards that are leased, two each: on one comes what is live (fixes,
/// events, statuses), on the other what is late. They are named by their shard and kept by the
/// broker, so whoever leases it next gets what waits there. Never open without the lease: two
/// clients of one name put each other out. One thread.
class ShardSessions {
public:
    using Client = service::MqttClient;

    /// `broker.client_id` begins the name of each: "<client_id>-s07" and "<client_id>-s07-late".
    explicit ShardSessions(service::MqttSettings broker) : broker_{std::move(broker)} {}

    /// Opens the sessions of those that are new, closes those of all others. What came on these
    /// and is not acknowledged stays with the broker.
    void follow(const Shards& shards);

    /// In the order of their shards, each turn from the next one on, so that none is always last.
    std::vector<Client*> live() { return all(&Session::live); }

    std::vector<Client*> late() { return all(&Session::late); }

    /// Of a turn's end: the next one begins elsewhere.
    void turn_round() { ++turns_; }

    /// Returns when something came, or after `timeout`, or after a signal.
    void wait(std::chrono::milliseconds timeout);

    /// Lets the PUBACKs of everything that was received leave.
    void acknowledge();

    /// All of them hear what units send.
    bool are_subscribed() const;

private:
    struct Session {
        std::unique_ptr<Client> live;
        std::unique_ptr<Client> late;
    };

    Session open(std::int16_t shard) const;
    std::vector<Client*> all(std::unique_ptr<Client> Session::*which);

    service::MqttSettings broker_;
    std::map<std::int16_t, Session> sessions_;
    std::size_t turns_ = 0;
};

} // namespace lanterne::ingest
