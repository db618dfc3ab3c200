#include <gtest/gtest.h>

#include "tests/firmware/tracker_world.hpp"

namespace lanterne::firmware {
namespace {

using namespace std::chrono_literals;

class ConditionTest : public TrackerWorld {};

TEST_F(ConditionTest, AMessageSaysBatteryAndSignal) {
    battery.pass(1h, 9'400 * 0.13);
    network.set({.up = true, .kind = hal::NetworkKind::cellular, .signal_dbm = -91});
    link.connect();
    boot();

    ride(1);

    ASSERT_FALSE(link.batches().empty());
    EXPECT_EQ(link.batches().front().info.battery_pct, 87);
    EXPECT_EQ(link.batches().front().info.signal_dbm, -91);
}

TEST_F(ConditionTest, AStatusSaysByWhatNetworkAndHowOldTheNewestFixIs) {
    network.set({.up = true, .kind = hal::NetworkKind::wifi, .signal_dbm = -60});
    link.connect();
    boot();
    pass(1s);
    EXPECT_EQ(last_status().fix_age_s, std::nullopt);

    ride(30);
    pass(31s);

    EXPECT_EQ(last_status().network, wire::Network::wifi);
    EXPECT_EQ(last_status().signal_dbm, -60);
    EXPECT_EQ(last_status().fix_age_s, 30U);
}

TEST_F(ConditionTest, ASignalThatCannotBeIsNotSaid) {
    network.set({.up = true, .kind = hal::NetworkKind::cellular, .signal_dbm = 31});
    link.connect();
    boot();

    ride(1);

    EXPECT_EQ(link.batches().front().info.signal_dbm, std::nullopt);
    EXPECT_EQ(last_status().signal_dbm, std::nullopt);
}

TEST_F(ConditionTest, ACardThatFailsIsTriedEachFiveSecondsAndNotWithEachFix) {
    boot();
    ride(10);
    disk.fail_syncs(1'000'000);
    const auto before = tracker->report().failed_syncs;
    ride(100);

    EXPECT_LE(tracker->report().failed_syncs - before, 22U);
    EXPECT_GE(tracker->report().failed_syncs - before, 15U);
    EXPECT_EQ(tracker->report().unjournalled, 0U);
}

} // namespace
} // namespace lanterne::firmware
