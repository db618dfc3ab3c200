#include "ingest-server/subscriber.hpp"

#include <utility>

#include <fmt/format.h>

#include "core/wire/topic.hpp"

namespace lanterne::ingest {

namespace {

service::MqttSettings with_kept_session(service::MqttSettings settings) {
    settings.session = service::MqttSettings::Session::kept;
    return settings;
}

} // namespace

Subscriber::Subscriber(service::MqttSettings settings, Watch& watch, Clock clock)
    : watch_{watch}, clock_{std::move(clock)}, client_{with_kept_session(std::move(settings))} {
    client_.subscribe(std::string{wire::all_units_filter}, service::Qos::at_least_once);
    client_.subscribe(std::string{broker_drops_topic}, service::Qos::at_most_once);
}

Subscriber::Taken Subscriber::receive(std::chrono::milliseconds timeout) {
    Taken taken;
    std::vector<service::MqttMessage> messages = client_.receive(timeout, max_messages_a_turn);
    watch_.broker(client_.connected());
    taken.more = messages.size() == max_messages_a_turn;
    if (messages.empty()) {
        return taken;
    }
    const auto measured = watch_.stages.begin(Work::decode);
    for (service::MqttMessage& message : messages) {
        if (auto arrival = arrival_of(std::move(message))) {
            taken.arrivals.push_back(std::move(*arrival));
        }
    }
    if (taken.arrivals.empty()) {
        client_.acknowledge();
    }
    return taken;
}

std::optional<Arrival> Subscriber::arrival_of(service::MqttMessage message) {
    if (message.topic == broker_drops_topic) {
        note_drops(message);
        return std::nullopt;
    }
    return takes_status_back(message) ? std::nullopt : within_limit(std::move(message));
}

// Before anything of it is decoded: that is what a flood would cost.
std::optional<Arrival> Subscriber::within_limit(service::MqttMessage message) {
    const auto topic = wire::parse_unit_topic(message.topic);
    if (!topic) {
        watch_.foreign_topics.add();
        return std::nullopt;
    }
    const RateLimit::Verdict verdict = limit_.judge(topic->unit, clock_.steady());
    if (verdict == RateLimit::Verdict::take) {
        auto arrival = read_arrival(std::move(message));
        if (const auto* unreadable = std::get_if<Unreadable>(&arrival->content)) {
            watch_.unreadable(arrival->unit, unreadable->reason);
        }
        return arrival;
    }
    watch_.limited.add();
    if (verdict == RateLimit::Verdict::refuse) {
        return std::nullopt;
    }
    watch_.trouble("limited", fmt::format("{} sends faster than any unit does: refused for now",
                                          topic->unit.text()));
    return Arrival{topic->unit, Unreadable{std::string{too_many}, limit_.take_refused(topic->unit)},
                   std::move(message.payload)};
}

void Subscriber::note_drops(const service::MqttMessage& message) {
    if (const auto dropped = drops_.look(message.payload)) {
        watch_.broker_dropped(*dropped);
    }
}

void Subscriber::send(const Receipts::Due& due) {
    const auto payload = wire::encode(due.receipt);
    if (!payload) {
        watch_.trouble("receipt_unencodable", wire::to_text(payload.error()));
        return;
    }
    // A receipt that is lost is said again: at the unit's next message, or when it resends.
    if (client_.publish(wire::receipt_topic(due.unit), *payload, service::Qos::at_most_once,
                        service::Retain::no)) {
        watch_.receipts.add();
    }
}

bool Subscriber::offer(const UnitSerial& unit, wire::ByteView configuration) {
    const bool taken = client_.publish(wire::configuration_topic(unit), configuration,
                                       service::Qos::at_least_once, service::Retain::yes);
    watch_.configurations.add(taken ? 1 : 0);
    return taken;
}

bool Subscriber::publish_live(const std::string& topic, wire::ByteView payload,
                              service::Retain retain) {
    const bool taken = client_.publish(topic, payload, service::Qos::at_most_once, retain);
    watch_.frames.add(taken ? 1 : 0);
    return taken;
}

} // namespace lanterne::ingest
