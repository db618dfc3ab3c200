#include "ingest-server/subscriber.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "core/wire/topic.hpp"

namespace lanterne::ingest {

namespace {

std::size_t fixes_of(const Arrival& arrival) {
    const auto* batch = std::get_if<wire::Batch>(&arrival.content);
    return batch == nullptr ? 0 : batch->fixes.size();
}

} // namespace

Subscriber::Subscriber(service::MqttSettings settings, Watch& watch, Clock clock)
    : watch_{watch}, clock_{std::move(clock)}, sessions_{std::move(settings)} {}

std::size_t Subscriber::Room::sure() const {
    return std::min(messages, fixes / wire::max_batch_fixes);
}

Subscriber::Taken Subscriber::receive(std::chrono::milliseconds timeout) {
    sessions_.wait(timeout);
    Taken taken;
    Room live{max_messages_a_turn, max_fixes_a_turn};
    const bool took_live = drain_all(sessions_.live(), live, taken);
    Room late{live.messages, std::min(live.fixes, backlog_.fixes())};
    const std::size_t budget = late.fixes;
    const bool took_late = drain_all(sessions_.late(), late, taken);
    taken.late_fixes = budget - late.fixes;
    taken.more = !took_live || !took_late;
    sessions_.turn_round();
    if (taken.arrivals.empty()) {
        acknowledge(); // what came was for nobody
    }
    return taken;
}

bool Subscriber::drain_all(const std::vector<service::MqttClient*>& clients, Room& room,
                           Taken& taken) {
    return std::ranges::all_of(clients, [&](auto* client) { return drain(*client, room, taken); });
}

bool Subscriber::drain(service::MqttClient& client, Room& room, Taken& taken) {
    while (const std::size_t sure = room.sure()) {
        std::vector<service::MqttMessage> messages =
            client.receive(std::chrono::milliseconds{0}, sure);
        if (messages.empty()) {
            return true;
        }
        const auto measured = watch_.stages.begin(Work::decode);
        room.messages -= messages.size();
        const bool was_all = messages.size() < sure;
        for (service::MqttMessage& message : messages) {
            if (auto arrival = arrival_of(std::move(message))) {
                room.fixes -= fixes_of(*arrival);
                taken.arrivals.push_back(std::move(*arrival));
            }
        }
        if (was_all) {
            return true;
        }
    }
    return false;
}

std::optional<Arrival> Subscriber::arrival_of(service::MqttMessage message) {
    const auto topic = wire::parse_unit_topic(message.topic);
    if (!topic) {
        watch_.foreign_topics.add();
        return std::nullopt;
    }
    return takes_status_back(*topic, message) ? std::nullopt
                                              : within_limit(*topic, std::move(message));
}

// Before anything of it is decoded: that is what a flood would cost.
std::optional<Arrival> Subscriber::within_limit(const wire::UnitTopic& topic,
                                                service::MqttMessage message) {
    const RateLimit::Verdict verdict = limit_.judge(topic.unit, clock_.steady());
    if (verdict == RateLimit::Verdict::take) {
        Arrival arrival = read_arrival(topic, std::move(message));
        if (const auto* unreadable = std::get_if<Unreadable>(&arrival.content)) {
            watch_.unreadable(arrival.unit, unreadable->reason);
        }
        return arrival;
    }
    watch_.limited.add();
    if (verdict == RateLimit::Verdict::refuse) {
        return std::nullopt;
    }
    watch_.trouble("limited", fmt::format("{} sends faster than any unit does: refused for now",
                                          topic.unit.text()));
    return Arrival{topic.unit, Unreadable{std::string{too_many}, limit_.take_refused(topic.unit)},
                   std::move(message.payload)};
}

} // namespace lanterne::ingest
