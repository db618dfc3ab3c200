#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "ingest-server/arrival.hpp"
#include "ingest-server/broker_drops.hpp"
#include "ingest-server/rate_limit.hpp"
#include "ingest-server/receipts.hpp"
#include "ingest-server/watch.hpp"
#include "service/mqtt_client.hpp"

namespace lanterne::ingest {

/// Messages that become one transaction.
inline constexpr std::size_t max_messages_a_turn = 300;

/// The ingest's side of the broker: what units publish comes in, receipts and live messages go out.
/// The session is kept, so the broker queues while we are away. One thread.
class Subscriber {
public:
    /// `settings.session` is set here.
    Subscriber(service::MqttSettings settings, Watch& watch, Clock clock);

    struct Taken {
        std::vector<Arrival> arrivals;
        bool more = false; ///< as many as a turn may have: others wait
    };

    /// Waits so long at most. Nothing that it returns is acknowledged before acknowledge().
    Taken receive(std::chrono::milliseconds timeout);

    /// After COMMIT: lets the PUBACKs leave.
    void acknowledge() { client_.acknowledge(); }

    void send(const Receipts::Due& due);
    /// Retained; empty: takes away what is retained. False: not taken, try again later.
    bool offer(const UnitSerial& unit, wire::ByteView configuration);

    /// Connections made so far.
    std::uint64_t connections() const { return client_.connections(); }

    /// What waits to go out.
    std::size_t unsent() const { return client_.unsent(); }

    bool publish_live(const std::string& topic, wire::ByteView payload, service::Retain retain);

private:
    void note_drops(const service::MqttMessage& message);
    /// Nothing when nobody is to be told of it.
    std::optional<Arrival> arrival_of(service::MqttMessage message);
    std::optional<Arrival> within_limit(service::MqttMessage message);

    Watch& watch_;
    Clock clock_;
    RateLimit limit_;
    BrokerDrops drops_;
    service::MqttClient client_;
};

} // namespace lanterne::ingest
