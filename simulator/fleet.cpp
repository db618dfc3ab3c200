#include "simulator/fleet.hpp"

#include <algorithm>
#include <utility>

#include "core/wire/topic.hpp"
#include "firmware/tracker.hpp"
#include "hal/simulated/clock.hpp"
#include "hal/simulated/receiver.hpp"
#include "hal/simulated/storage.hpp"
#include "simulator/fleet_uplink.hpp"

namespace lanterne::simulator {

struct Fleet::Unit {
    Unit(service::MqttClient& client, FleetMember who, const firmware::TrackerSettings& settings,
         std::uint64_t seed, UtcTime begin)
        : member{std::move(who)}, next_epoch{begin},
          receipt_topic{wire::receipt_topic(member.unit)},
          config_topic{wire::configuration_topic(member.unit)}, uplink{client, member.unit},
          board{receiver, clock, storage}, tracker{board.devices(), uplink, settings, seed} {}

    void hear(UtcTime race_now, Milliseconds interval) {
        for (int left = max_epochs_a_turn; left > 0 && next_epoch <= race_now; --left) {
            if (const auto reading = member.receiver(next_epoch)) {
                receiver.offer(*reading);
            }
            next_epoch += interval;
            tracker.step(std::chrono::milliseconds{0});
        }
        tracker.step(std::chrono::milliseconds{0});
    }

    FleetMember member;
    UtcTime next_epoch;
    std::string receipt_topic;
    std::string config_topic;
    hal::simulated::Clock clock;
    hal::simulated::Receiver receiver;
    hal::simulated::Storage storage;
    FleetUplink uplink;
    firmware::BareBoard board;
    firmware::Tracker tracker;
};

Fleet::Fleet(service::MqttClient& client, std::vector<FleetMember> members, FleetSettings settings,
             UtcTime begin)
    : settings_{settings} {
    std::uint64_t seed = settings.seed;
    for (FleetMember& member : members) {
        const firmware::TrackerSettings tracker{
            .board = "simulated",
            .conduct = {.unit = member.unit, .report_interval = settings.report_interval},
            .pace = firmware::Pace::free};
        units_.push_back(std::make_unique<Unit>(client, std::move(member), tracker, ++seed, begin));
    }
}

Fleet::~Fleet() = default;

void Fleet::turn(UtcTime race_now, std::chrono::steady_clock::time_point now) {
    for (const auto& unit : units_) {
        unit->clock.set(race_now, now);
        unit->hear(race_now, settings_.fix_interval);
    }
}

void Fleet::flush() {
    for (const auto& unit : units_) {
        unit->tracker.flush();
    }
}

void Fleet::deliver(const service::MqttMessage& message) {
    for (const auto& unit : units_) {
        if (message.topic == unit->receipt_topic) {
            return unit->uplink.deliver_receipt(message.payload);
        }
        if (message.topic == unit->config_topic) {
            return unit->uplink.deliver_config(message.payload);
        }
    }
}

FleetReport Fleet::report() const {
    FleetReport sum;
    for (const auto& unit : units_) {
        const firmware::TrackerReport report = unit->tracker.report();
        sum.journalled += report.journalled;
        sum.unreceipted += report.unreceipted;
        sum.sent_messages += report.sent_messages;
        sum.resent_messages += report.resent_messages;
    }
    return sum;
}

} // namespace lanterne::simulator
