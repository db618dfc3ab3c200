#include "bench/live/broker_watch.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>

#include "core/wire/batch.hpp"
#include "core/wire/live.hpp"
#include "core/wire/topic.hpp"
#include "tests/support/waiting.hpp"

namespace lanterne::bench {

namespace {

constexpr std::size_t at_once = 500;

UtcTime wall_now() { return std::chrono::floor<Milliseconds>(std::chrono::system_clock::now()); }

} // namespace

BrokerWatch::BrokerWatch(std::uint16_t port, std::map<UnitSerial, Bib> wearers)
    : client_{{.port = port, .client_id = "bench-watch"}}, wearers_{std::move(wearers)} {
    client_.subscribe(std::string{wire::all_units_filter}, service::Qos::at_most_once);
    client_.subscribe(std::string{wire::all_live_filter}, service::Qos::at_most_once);
    const bool is_taken = support::wait_until([&] {
        client_.receive(std::chrono::milliseconds{10}, at_once);
        client_.acknowledge(); // else what has come already holds the next subscription back
        return client_.subscribed();
    });
    if (!is_taken) {
        throw std::runtime_error{"the broker lets nobody listen: " + client_.last_error()};
    }
    thread_ = std::thread{[this] { run(); }};
}

BrokerWatch::~BrokerWatch() {
    is_ending_ = true;
    thread_.join();
}

std::map<BrokerWatch::FixOf, BrokerWatch::Passing> BrokerWatch::passings() const {
    const std::lock_guard lock{mutex_};
    return passings_;
}

void BrokerWatch::run() {
    while (!is_ending_) {
        const auto messages = client_.receive(std::chrono::milliseconds{20}, at_once);
        const UtcTime now = wall_now();
        const std::lock_guard lock{mutex_};
        for (const service::MqttMessage& message : messages) {
            take(message, now);
        }
        client_.acknowledge();
    }
}

void BrokerWatch::take(const service::MqttMessage& message, UtcTime now) {
    if (const auto unit = wire::parse_unit_topic(message.topic)) {
        const auto wearer = wearers_.find(unit->unit);
        if (wearer != wearers_.end() && wire::carries_fixes(unit->channel)) {
            take_batch(wearer->second, message.payload, now);
        }
        return;
    }
    const auto live = wire::parse_live_topic(message.topic);
    if (live && live->channel == wire::LiveChannel::frame) {
        take_frame(message.payload, now);
    }
}

void BrokerWatch::take_batch(const Bib& wearer, wire::ByteView payload, UtcTime now) {
    const auto batch = wire::decode_batch(payload);
    for (std::size_t i = 0; batch && i < batch->fixes.size(); ++i) {
        auto& passed = passings_[{wearer, batch->fixes[i].time}].from_unit;
        passed = passed.value_or(now);
    }
}

void BrokerWatch::take_frame(wire::ByteView payload, UtcTime now) {
    const auto frame = wire::decode_live_frame(payload);
    for (std::size_t i = 0; frame && i < frame->entries.size(); ++i) {
        const wire::LiveEntry& entry = frame->entries[i];
        const auto is_worn = [&](const auto& each) { return each.second == entry.bib; };
        if (entry.fix_time && std::ranges::any_of(wearers_, is_worn)) {
            auto& passed = passings_[{entry.bib, *entry.fix_time}].from_ingest;
            passed = passed.value_or(now);
        }
    }
}

} // namespace lanterne::bench
