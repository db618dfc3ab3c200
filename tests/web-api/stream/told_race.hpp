#pragma once

#include <chrono>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "core/wire/live.hpp"
#include "core/wire/topic.hpp"
#include "service/mqtt_client.hpp"
#include "tests/support/private_broker.hpp"
#include "tests/support/waiting.hpp"

namespace lanterne::web {

inline constexpr std::uint32_t epoch = 7;
inline const Slug told_slug = Slug::from("harbour-sprint").value();
inline const Bib bib_1 = Bib::from("1").value();
inline const UtcTime start = parse_time("2026-06-14T07:00:00Z").value();

inline support::PrivateBroker& shared_broker() {
    static support::PrivateBroker broker;
    return broker;
}

/// What ingest would publish.
class Ingest {
public:
    explicit Ingest(std::uint16_t port) : client_{{.port = port, .client_id = "ingest-test"}} {}

    void publish(const wire::LiveFrame& frame, const Slug& race = told_slug) {
        const auto payload = wire::encode(frame).value();
        const auto topic = wire::live_topic(race, wire::LiveChannel::frame);
        ASSERT_TRUE(support::wait_until([&] { return send(topic, payload); }));
        client_.receive(std::chrono::milliseconds{0}, 1);
        client_.acknowledge();
    }

    /// A topic that no reader knows: counted when all that was published before has been taken.
    void publish_junk() {
        ASSERT_TRUE(support::wait_until([&] { return send("ln/live/harbour-sprint/x", {}); }));
        client_.receive(std::chrono::milliseconds{0}, 1);
        client_.acknowledge();
    }

private:
    bool send(const std::string& topic, const wire::Bytes& payload) {
        client_.receive(std::chrono::milliseconds{10}, 1);
        client_.acknowledge();
        return client_.publish(topic, payload, service::Qos::at_least_once, service::Retain::no);
    }

    service::MqttClient client_;
};

inline wire::LiveFrame frame(std::uint64_t number, std::vector<wire::LiveEntry> entries = {}) {
    wire::LiveFrame made{.epoch = epoch, .frame = number};
    made.from_version = number - 1;
    made.to_version = number;
    made.race_time = start + std::chrono::seconds{number};
    made.entries = std::move(entries);
    return made;
}

inline wire::LiveEntry racing(std::uint64_t version, std::int64_t along_dm) {
    wire::LiveEntry entry{.bib = bib_1};
    entry.version = version;
    entry.status = wire::RaceStatus::racing;
    entry.along_dm = along_dm;
    entry.position = Position{Latitude{47'574'922}, Longitude{-3'068'806}};
    return entry;
}

} // namespace lanterne::web
