#include "simulator/live_feed.hpp"

#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "simulator/feed/nmea_port.hpp"
#include "simulator/feed/player.hpp"

namespace lanterne::simulator {

namespace {

constexpr std::chrono::seconds reader_patience{60};
constexpr std::chrono::milliseconds nap{200};   // how late a stop may be noticed
constexpr std::chrono::seconds warm_up_time{1}; // of wall time: the player's epochs without a fix

} // namespace

struct LiveFeed::State {
    std::function<std::optional<hal::GnssReading>(UtcTime)> receiver;
    Milliseconds interval;
    plan::RehearsalClock clock;
    UtcTime end;
    WallClock now;
    std::unique_ptr<NmeaPort> port;
    mutable std::mutex mutex;
    std::optional<std::string> fault;
    std::jthread thread;

    std::vector<hal::GnssReading> readings() const {
        const UtcTime begin = plan::race_time(clock, now() + warm_up_time);
        std::vector<hal::GnssReading> all;
        for (UtcTime time = std::chrono::ceil<std::chrono::seconds>(begin); time <= end;
             time += interval) {
            if (const auto reading = receiver(time)) {
                all.push_back(*reading);
            }
        }
        return all;
    }

    void wait_for_reader(const std::stop_token& stop) const {
        const auto deadline = std::chrono::steady_clock::now() + reader_patience;
        while (!stop.stop_requested() && !port->wait_for_reader(nap)) {
            if (std::chrono::steady_clock::now() > deadline) {
                throw std::runtime_error{"nobody reads it"};
            }
        }
    }

    void run(const std::stop_token& stop) {
        try {
            wait_for_reader(stop);
            play(readings(), *port, {.speed = clock.rate}, [&] { return stop.stop_requested(); });
        } catch (const std::exception& error) {
            const std::scoped_lock lock{mutex};
            fault = fmt::format("the fed receiver stopped: {}", error.what());
        }
    }
};

LiveFeed::LiveFeed(const std::string& address,
                   std::function<std::optional<hal::GnssReading>(UtcTime)> receiver,
                   Milliseconds interval, plan::RehearsalClock clock, UtcTime end, WallClock now)
    : state_{std::make_unique<State>()} {
    state_->receiver = std::move(receiver);
    state_->interval = interval;
    state_->clock = clock;
    state_->end = end;
    state_->now = std::move(now);
    state_->port = open_nmea_port(address);
    state_->thread =
        std::jthread{[state = state_.get()](const std::stop_token& stop) { state->run(stop); }};
}

LiveFeed::~LiveFeed() = default;
LiveFeed::LiveFeed(LiveFeed&&) noexcept = default;

std::optional<std::string> LiveFeed::fault() const {
    const std::scoped_lock lock{state_->mutex};
    return state_->fault;
}

} // namespace lanterne::simulator
