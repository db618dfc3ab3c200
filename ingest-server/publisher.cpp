#include "ingest-server/publisher.hpp"

#include <utility>

#include <fmt/format.h>

#include "core/wire/topic.hpp"

namespace lanterne::ingest {

namespace {

constexpr std::size_t max_words_of_the_broker = 16; ///< of one serve()

service::MqttSettings named(service::MqttSettings settings, std::uint32_t worker) {
    settings.client_id += fmt::format("-{:08x}", worker);
    return settings;
}

} // namespace

Publisher::Publisher(service::MqttSettings settings, std::uint32_t worker, Watch& watch)
    : watch_{watch}, client_{named(std::move(settings), worker)} {
    client_.subscribe(std::string{broker_drops_topic}, service::Qos::at_most_once);
}

void Publisher::serve() {
    for (const service::MqttMessage& message :
         client_.receive(std::chrono::milliseconds{0}, max_words_of_the_broker)) {
        if (const auto dropped = drops_.look(message.payload)) {
            watch_.broker_dropped(*dropped);
        }
    }
}

void Publisher::send_due(Receipts& receipts, SteadyTime now) {
    while (const std::size_t room = client_.room()) {
        const std::vector<Receipts::Due> due = receipts.take_due(now, room);
        if (due.empty()) {
            return;
        }
        const auto measured = watch_.stages.begin(Work::receipts);
        for (const Receipts::Due& one : due) {
            send(one);
        }
        serve();
    }
}

// A receipt that is lost is said again: at the unit's next message, or when it resends.
void Publisher::send(const Receipts::Due& due) {
    const auto payload = wire::encode(due.receipt);
    if (!payload) {
        watch_.trouble("receipt_unencodable", wire::to_text(payload.error()));
    } else if (client_.publish(wire::receipt_topic(due.unit), *payload, service::Qos::at_most_once,
                               service::Retain::no)) {
        watch_.receipts.add();
    }
}

bool Publisher::offer(const UnitSerial& unit, wire::ByteView configuration) {
    const bool taken = client_.publish(wire::configuration_topic(unit), configuration,
                                       service::Qos::at_least_once, service::Retain::yes);
    watch_.configurations.add(taken ? 1 : 0);
    return taken;
}

bool Publisher::publish_live(const std::string& topic, wire::ByteView payload,
                             service::Retain retain) {
    const bool taken = client_.publish(topic, payload, service::Qos::at_most_once, retain);
    watch_.frames.add(taken ? 1 : 0);
    return taken;
}

} // namespace lanterne::ingest
