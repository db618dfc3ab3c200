#pragma once

#include <chrono>
#include <memory>

#include <gtest/gtest.h>

#include "firmware/tracker.hpp"
#include "hal/simulated/battery.hpp"
#include "hal/simulated/button.hpp"
#include "hal/simulated/lamp.hpp"
#include "hal/simulated/link.hpp"
#include "hal/simulated/storage.hpp"
#include "hal/simulated/watchdog.hpp"
#include "tests/firmware/example.hpp"
#include "tests/firmware/scripted.hpp"

namespace lanterne::firmware {

/// A unit on a board that has everything, and a test that turns its world by hand.
class TrackerWorld : public testing::Test {
protected:
    /// With a message each 5 s, if the test says nothing of it.
    void boot(TrackerSettings settings = {}) {
        if (!settings.conduct.report_interval && !settings.conduct.key) {
            settings.conduct.report_interval = std::chrono::seconds{5};
        }
        tracker = std::make_unique<Tracker>(devices(), link, settings, ++lives);
    }

    /// So many readings, one a second, with a step after each.
    void ride(std::uint64_t seconds) {
        for (std::uint64_t second = 0; second < seconds; ++second) {
            receiver.readings.push_back(example_reading(ridden++));
            clock.advance(std::chrono::seconds{1});
            tracker->step(std::chrono::milliseconds{0});
        }
    }

    void pass(std::chrono::seconds time) {
        for (auto second = std::chrono::seconds{0}; second < time; ++second) {
            clock.advance(std::chrono::seconds{1});
            tracker->step(std::chrono::milliseconds{0});
        }
    }

    /// Power goes and comes back; `kept` bytes of what was not synced reached the card.
    void cut_power(std::uint64_t kept = 0) {
        tracker.reset();
        disk.lose_power(kept);
        link.disconnect();
    }

    Devices devices() { return {receiver, clock, disk, battery, button, lamp, network, watchdog}; }

    wire::Status last_status() const {
        return wire::decode_status(link.sent(wire::UnitChannel::status).back()).value();
    }

    const scripted::Server::OfEpoch& stored() { return server.epochs[tracker->report().epoch]; }

    scripted::Clock clock;
    scripted::Receiver receiver;
    scripted::Server server;
    scripted::Link link{server};
    hal::simulated::Storage disk;
    hal::simulated::Battery battery;
    hal::simulated::Button button{clock};
    hal::simulated::Lamp lamp{clock};
    hal::simulated::Link network;
    hal::simulated::Watchdog watchdog{clock, std::chrono::seconds{20}};
    std::unique_ptr<Tracker> tracker;
    std::uint64_t lives = 0;
    std::uint64_t ridden = 0;
};

} // namespace lanterne::firmware
