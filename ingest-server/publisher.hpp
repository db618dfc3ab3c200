#pragma once

#include <cstdint>
#include <string>

#include "ingest-server/broker_drops.hpp"
#include "ingest-server/receipts.hpp"
#include "ingest-server/watch.hpp"
#include "service/mqtt_client.hpp"

namespace lanterne::ingest {

/// What ingest says: receipts, configurations, live messages. On a connection of its own, because
/// on the units' nothing can leave before the turn is stored. It also hears what the broker says
/// of itself. One thread.
class Publisher {
public:
    /// `worker` names this life of the ingest: no two have a client id in common.
    Publisher(service::MqttSettings settings, std::uint32_t worker, Watch& watch);

    /// Sends what was published and keeps the connection. Call several times a second.
    void serve();

    /// Sends the receipts that are due, as many as the connection takes; the others stay due.
    void send_due(Receipts& receipts, SteadyTime now);

    /// Retained; empty: takes away what is retained. False: not taken, try again later.
    bool offer(const UnitSerial& unit, wire::ByteView configuration);
    bool publish_live(const std::string& topic, wire::ByteView payload, service::Retain retain);

    /// What waits to go out.
    std::size_t unsent() const { return client_.unsent(); }

    bool is_connected() const { return client_.connected(); }

    /// Connections made so far.
    std::uint64_t connections() const { return client_.connections(); }

private:
    void send(const Receipts::Due& due);

    Watch& watch_;
    BrokerDrops drops_;
    service::MqttClient client_;
};

} // namespace lanterne::ingest
