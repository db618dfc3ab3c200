#include <memory>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "firmware/settings.hpp"
#include "firmware/tracker.hpp"
#include "hal/absent.hpp"
#include "hal/simulated/battery.hpp"
#include "hal/simulated/button.hpp"
#include "hal/simulated/lamp.hpp"
#include "hal/simulated/link.hpp"
#include "hal/simulated/storage.hpp"
#include "hal/simulated/watchdog.hpp"
#include "tests/boards/repository.hpp"
#include "tests/firmware/example.hpp"
#include "tests/firmware/scripted.hpp"

namespace lanterne::boards {
namespace {

using namespace std::chrono_literals;
namespace absent = hal::absent;
namespace simulated = hal::simulated;

/// A part that the board has, or its absent form.
template<class Part, class Simulated, class Absent, class... Arguments>
std::unique_ptr<Part> part(bool there, Arguments&&... arguments) {
    if (there) {
        return std::make_unique<Simulated>(std::forward<Arguments>(arguments)...);
    }
    return std::make_unique<Absent>();
}

/// The simulated hardware of a board: it has what the board's file says, and nothing else.
struct Hardware {
    explicit Hardware(const firmware::Board& board)
        : battery{part<hal::Battery, simulated::Battery, absent::Battery>(
              board.gauge.has_value(), simulated::Cell{.charge = 0.8})},
          button{part<hal::Button, simulated::Button, absent::Button>(board.button.has_value(),
                                                                      clock)},
          lamp{part<hal::Lamp, simulated::Lamp, absent::Lamp>(
              !std::holds_alternative<std::monostate>(board.lamp), clock)},
          watchdog{clock, board.watchdog} {
        link.set({.up = true, .kind = hal::NetworkKind::cellular, .signal_dbm = -80});
        disk.set_capacity(board.storage.capacity_bytes);
    }

    firmware::Devices devices() {
        return {receiver, clock, disk, *battery, *button, *lamp, link, watchdog};
    }

    firmware::scripted::Clock clock;
    firmware::scripted::Receiver receiver;
    simulated::Storage disk;
    std::unique_ptr<hal::Battery> battery;
    std::unique_ptr<hal::Button> button;
    std::unique_ptr<hal::Lamp> lamp;
    simulated::Link link;
    simulated::Watchdog watchdog;
};

class Boot : public testing::TestWithParam<std::string> {
protected:
    static constexpr std::uint64_t seconds = 300;

    /// Five minutes at the board's rate, with a server that answers each second.
    void ride() {
        const auto period = 1'000ms / board.gnss.rate_hz;
        for (std::uint64_t epoch = 0; epoch < fixes; ++epoch) {
            hal::GnssReading reading = firmware::example_reading(epoch);
            reading.time = firmware::race_start + epoch * period;
            hardware.receiver.readings.push_back(reading);
            hardware.clock.advance(period);
            tracker.step(0ms);
            link.deliver();
        }
        tracker.flush();
        link.deliver();
        tracker.step(0ms);
    }

    /// Nothing is heard from the receiver; ten turns a second.
    void turn(std::chrono::milliseconds time) {
        for (auto passed = 0ms; passed < time; passed += 100ms) {
            hardware.clock.advance(100ms);
            tracker.step(0ms);
            link.deliver();
        }
    }

    wire::Status last_status() const {
        return wire::decode_status(link.sent(wire::UnitChannel::status).back()).value();
    }

    const firmware::Board board = load(GetParam());
    const firmware::UnitSettings settings = firmware::on_board(
        firmware::read_settings("[unit]\nserial = \"demo000001\"\nboard = \"" + GetParam() + "\"\n",
                                "unit.toml"),
        board);
    const std::uint64_t fixes = seconds * static_cast<std::uint64_t>(board.gnss.rate_hz);
    Hardware hardware{board};
    firmware::scripted::Server server;
    firmware::scripted::Link link{server};
    firmware::Tracker tracker{hardware.devices(), link, settings.tracker, 4711};
};

TEST_P(Boot, EveryFixOfFiveMinutesIsJournalledSentAndReceipted) {
    link.connect();
    ride();

    const auto& stored = server.epochs[tracker.report().epoch];
    EXPECT_EQ(tracker.report().journalled, fixes);
    EXPECT_EQ(stored.fixes.size(), fixes);
    EXPECT_EQ(tracker.report().receipted, fixes);
    EXPECT_EQ(stored.lost.size(), 0U);
}

TEST_P(Boot, TheStatusNamesTheBoardAndHowFullItsBatteryIs) {
    link.connect();
    ride();

    EXPECT_EQ(last_status().board, GetParam());
    EXPECT_EQ(last_status().battery_pct.has_value(), board.power.capacity_mwh > 0);
}

TEST_P(Boot, NothingIsLostWhenPowerIsCutAndTheBoardBootsAgain) {
    for (std::uint64_t epoch = 0; epoch < 60; ++epoch) {
        hardware.receiver.readings.push_back(firmware::example_reading(epoch));
        hardware.clock.advance(1s);
        tracker.step(0ms);
    }
    hardware.clock.advance(10s);
    tracker.step(0ms);
    hardware.disk.lose_power();

    firmware::Tracker next_life{hardware.devices(), link, settings.tracker, 4712};

    EXPECT_EQ(next_life.report().unreceipted, 60U);
}

TEST_P(Boot, TheWatchdogHasNoReasonToBite) {
    ride();

    EXPECT_EQ(hardware.watchdog.readies(), 1U);
    EXPECT_FALSE(hardware.watchdog.starved());
}

/// The button and lamp of a board that has them; nothing for one that has not.
TEST_P(Boot, AHeldButtonCallsForHelpWhereThereIsOne) {
    link.connect();
    auto* button = dynamic_cast<simulated::Button*>(hardware.button.get());
    if (button != nullptr) {
        button->press(hardware.clock.steady(), 5s);
    }

    turn(10s);

    std::size_t calls = 0;
    for (const auto& [number, event] : server.epochs[tracker.report().epoch].events) {
        calls += std::holds_alternative<wire::Sos>(event.body) ? 1U : 0U;
    }
    EXPECT_EQ(button != nullptr, board.button.has_value());
    EXPECT_EQ(calls, board.button ? 1U : 0U);
}

TEST_P(Boot, TheLampShowsThatTheUnitLivesWhereThereIsOne) {
    turn(10s);

    const auto* lamp = dynamic_cast<simulated::Lamp*>(hardware.lamp.get());
    EXPECT_EQ(lamp != nullptr, !std::holds_alternative<std::monostate>(board.lamp));
    EXPECT_TRUE(lamp == nullptr || lamp->changes().size() > 2);
}

INSTANTIATE_TEST_SUITE_P(Repository, Boot, testing::ValuesIn(names()),
                         [](const auto& board) { return test_name(board.param); });

} // namespace
} // namespace lanterne::boards
