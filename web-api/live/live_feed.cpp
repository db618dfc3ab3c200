#include "web-api/live/live_feed.hpp"

#include <utility>

namespace lanterne::web {

namespace {

constexpr std::chrono::milliseconds at_most_waited{100};
constexpr std::size_t at_once = 200;

} // namespace

LiveFeed::LiveFeed(const service::MqttSettings& settings, LiveHub& hub, service::Registry& registry,
                   service::Log& log)
    : client_{settings}, hub_{hub}, registry_{registry}, log_{log}, thread_{[this] { run(); }} {}

LiveFeed::~LiveFeed() {
    is_stopping_ = true;
    thread_.join();
}

void LiveFeed::run() {
    client_.subscribe(std::string{wire::all_live_filter}, service::Qos::at_least_once);
    while (!is_stopping_) {
        const auto messages = client_.receive(at_most_waited, at_once);
        note_connection();
        for (const service::MqttMessage& message : messages) {
            take(message);
        }
        client_.acknowledge();
    }
}

// What is published before the broker has taken the subscription goes past us.
void LiveFeed::note_connection() {
    if (client_.subscribed() == is_connected_) {
        return;
    }
    is_connected_ = client_.subscribed();
    if (is_connected_) {
        log_.info("broker connected");
    } else {
        log_.warning("broker away", {{"why", client_.last_error()}});
    }
}

void LiveFeed::take(const service::MqttMessage& message) {
    auto topic = wire::parse_live_topic(message.topic);
    if (!topic) {
        refuse("topic");
        return;
    }
    auto frame = wire::decode_live_frame(message.payload);
    if (!frame) {
        refuse(wire::to_text(frame.error()));
        return;
    }
    hub_.receive(std::move(*topic), std::move(*frame));
}

void LiveFeed::refuse(std::string_view reason) {
    registry_
        .counter("live_refused_total", "Messages of the broker that cannot be read, by reason.",
                 {{"reason", std::string{reason}}})
        .add();
}

} // namespace lanterne::web
