#include <gtest/gtest.h>

#include "hal/simulated/clock.hpp"
#include "hal/simulated/lamp.hpp"
#include "hal/simulated/link.hpp"
#include "hal/simulated/watchdog.hpp"

namespace lanterne::hal::simulated {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::steady_clock::time_point start{1'000h};

class SimulatedSurroundings : public testing::Test {
protected:
    SimulatedSurroundings() { at(0ms); }

    void at(std::chrono::milliseconds since_start) { clock.set({}, start + since_start); }

    Clock clock;
};

using SimulatedLamp = SimulatedSurroundings;
using SimulatedWatchdog = SimulatedSurroundings;

TEST_F(SimulatedLamp, RemembersWhenItChangedAndNotWhenItWasSetAgain) {
    Lamp lamp{clock};

    lamp.set(false);
    lamp.set(true);
    at(100ms);
    lamp.set(true);
    at(200ms);
    lamp.set(false);

    EXPECT_FALSE(lamp.on());
    EXPECT_EQ(lamp.changes(), (std::deque<Lamp::Change>{{start, true}, {start + 200ms, false}}));
}

TEST_F(SimulatedLamp, ForgetsTheOldestBeyondItsLimit) {
    Lamp lamp{clock};
    for (std::size_t change = 0; change <= Lamp::limit; ++change) {
        lamp.set(!lamp.on());
    }

    EXPECT_EQ(lamp.changes().size(), std::size_t{Lamp::limit});
    EXPECT_FALSE(lamp.changes().front().on);
}

TEST(SimulatedLink, IsAsItsWorldHasSetIt) {
    Link link;
    EXPECT_FALSE(link.state().up);

    const LinkState state{.up = true, .kind = NetworkKind::cellular, .signal_dbm = -87};
    link.set(state);

    EXPECT_EQ(link.state(), state);
}

TEST_F(SimulatedWatchdog, RecordsWhatItHeard) {
    Watchdog watchdog{clock};

    watchdog.ready();
    watchdog.alive();
    watchdog.alive();
    watchdog.say("two fixes");
    watchdog.stopping();

    EXPECT_EQ(watchdog.readies(), 1U);
    EXPECT_EQ(watchdog.beats(), 2U);
    EXPECT_EQ(watchdog.status(), "two fixes");
    EXPECT_TRUE(watchdog.is_stopping());
    EXPECT_FALSE(watchdog.starved());
}

TEST_F(SimulatedWatchdog, IsNotStarvedWhileTheWordComesWithinItsPatience) {
    Watchdog watchdog{clock, 20s};
    at(30s);
    EXPECT_FALSE(watchdog.starved()); // not ready yet

    watchdog.ready();
    at(50s);
    watchdog.alive();
    at(70s);

    EXPECT_FALSE(watchdog.starved());
}

TEST_F(SimulatedWatchdog, OnceStarvedItStaysSo) {
    Watchdog watchdog{clock, 20s};
    watchdog.ready();
    at(20s + 1ms);
    EXPECT_TRUE(watchdog.starved());

    watchdog.alive();

    EXPECT_TRUE(watchdog.starved());
}

TEST_F(SimulatedWatchdog, DoesNotStarveAfterTheOrderlyEnd) {
    Watchdog watchdog{clock, 20s};
    watchdog.ready();
    watchdog.stopping();
    at(1h);

    EXPECT_FALSE(watchdog.starved());
}

} // namespace
} // namespace lanterne::hal::simulated
