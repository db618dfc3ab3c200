#include <gtest/gtest.h>

#include "tests/firmware/signer.hpp"
#include "tests/firmware/tracker_world.hpp"

/// What a tracker knows of itself.
namespace lanterne::firmware {
namespace {

using namespace std::chrono_literals;

class TrackerStatusTest : public TrackerWorld {
protected:
    UnitStatus status() const { return tracker->status(); }

    /// As a main loop turns, so that a button is seen.
    void turn(std::chrono::milliseconds time) {
        for (auto passed = 0ms; passed < time; passed += 100ms) {
            clock.advance(100ms);
            tracker->step(0ms);
        }
    }

    void hold_the_button() {
        button.press(clock.steady(), 4s);
        turn(5s);
    }
};

TEST_F(TrackerStatusTest, BeforeTheFirstFixKnowsNoPlaceAndNoTime) {
    boot({.firmware_version = "1.2.3", .board = "beagleplay"});
    pass(10s);

    EXPECT_EQ(status().unit.version, "1.2.3");
    EXPECT_EQ(status().unit.board, "beagleplay");
    EXPECT_EQ(status().unit.utc, std::nullopt);
    EXPECT_EQ(status().fix.age, std::nullopt);
    EXPECT_EQ(status().fix.latitude, std::nullopt);
    EXPECT_EQ(status().receipts.newest_age, std::nullopt);
}

TEST_F(TrackerStatusTest, TellsTheNewestFixAndHowOldItIs) {
    boot();
    ride(5);
    pass(3s);

    const Fix newest = example_fix(4);
    EXPECT_EQ(status().fix.age, 3s);
    EXPECT_EQ(status().fix.time, newest.time);
    EXPECT_EQ(status().fix.latitude, newest.position.latitude);
    EXPECT_EQ(status().fix.longitude, newest.position.longitude);
    EXPECT_EQ(status().fix.accuracy_dm, newest.accuracy_dm);
    EXPECT_EQ(status().fix.satellites, newest.satellites);
    EXPECT_EQ(status().fix.mode, newest.mode);
    EXPECT_EQ(status().unit.utc, newest.time + 3s);
}

TEST_F(TrackerStatusTest, CountsWhatIsJournalledAndReceipted) {
    link.connect();
    boot();
    ride(20);
    EXPECT_EQ(status().receipts.fixes, 0U);
    EXPECT_EQ(status().receipts.waiting, 20U);
    EXPECT_EQ(status().receipts.waiting_events, 1U);

    pass(5s);
    link.deliver();
    pass(7s);

    EXPECT_EQ(status().card.journalled, 20U);
    EXPECT_EQ(status().card.uncertain, 0U);
    EXPECT_GT(status().card.room_bytes, 1'000'000U);
    EXPECT_EQ(status().receipts.fixes, 20U);
    EXPECT_EQ(status().receipts.waiting, 0U);
    EXPECT_EQ(status().receipts.waiting_events, 0U);
    EXPECT_EQ(status().receipts.newest_age, 6s);
    EXPECT_TRUE(status().broker.connected);
    EXPECT_EQ(status().broker.connections, 1U);
}

TEST_F(TrackerStatusTest, ReceiptsOfAnEarlierLifeProveNothing) {
    link.connect();
    boot();
    ride(20);
    cut_power();
    link.connect();
    boot();
    pass(6s);
    link.deliver();
    pass(1s);

    EXPECT_GT(status().receipts.newest_age.value_or(-1s), -1s);
    EXPECT_EQ(status().receipts.fixes, 0U);
}

TEST_F(TrackerStatusTest, TellsOfACardThatFailsAndOfWhatIsInMemoryAlone) {
    boot();
    ride(16);
    disk.fail_syncs(1'000);
    ride(10);

    EXPECT_TRUE(status().card.failing);
    EXPECT_GE(status().card.uncertain, 9U);
    EXPECT_GT(status().card.failed_syncs, 0U);
    EXPECT_EQ(status().card.refused, 0U);
}

TEST_F(TrackerStatusTest, CountsTheFixesThatAreDeclaredLost) {
    constexpr std::uint64_t file = journal_format::header_bytes + 45 * 60;
    boot({.segment_bytes = file, .journal_bytes = 4 * file});

    ride(600);
    link.connect();
    for (int second = 0; second < 60; ++second) {
        pass(1s);
        link.deliver();
    }

    EXPECT_GT(status().card.lost, 100U);
    EXPECT_EQ(status().card.lost, stored().lost.size());
}

TEST_F(TrackerStatusTest, TellsOfACallForHelpUntilItIsTakenBack) {
    link.connect();
    boot();
    turn(1s);
    EXPECT_FALSE(status().call.open);

    hold_the_button();
    EXPECT_TRUE(status().call.open);
    EXPECT_FALSE(status().call.heard);
    link.deliver();
    turn(1s);
    EXPECT_TRUE(status().call.open);
    EXPECT_TRUE(status().call.heard);
    hold_the_button();

    EXPECT_FALSE(status().call.open);
}

TEST_F(TrackerStatusTest, TellsOfBatteryAndNetwork) {
    battery.pass(1h, 9'400 * 0.13);
    network.set({.up = true, .kind = hal::NetworkKind::cellular, .signal_dbm = -91});
    boot();
    ride(2);

    EXPECT_EQ(status().battery.percent, 87U);
    EXPECT_EQ(status().network.kind, wire::Network::cellular);
    EXPECT_EQ(status().network.signal_dbm, -91);
}

TEST_F(TrackerStatusTest, TellsWhatItIsConfiguredToNowAndNext) {
    const UnitSerial unit = *UnitSerial::from("unit0001");
    const Signer authority;
    const UtcTime start = example_fix(0).time;
    const auto told = [&](std::uint32_t version, UtcTime from, const wire::Config& body) {
        link.configure(authority.signed_for(unit, {.version = version,
                                                   .expires = start + 48h,
                                                   .not_before = from,
                                                   .body = wire::encode(body).value()}));
    };
    link.connect();
    told(7, UtcTime{}, {.profile = 1, .time_limit = start + 10h});
    boot({.conduct = {.unit = unit, .key = PinnedKey::from_pem(authority.public_pem())}});
    ride(2);
    told(8, start + 20h, {.profile = 2});
    ride(2);

    EXPECT_EQ(status().unit.serial, "unit0001");
    EXPECT_EQ(status().configuration.version, 7U);
    EXPECT_EQ(status().configuration.wished, Profile::ready);
    EXPECT_EQ(status().configuration.time_limit, start + 10h);
    EXPECT_EQ(status().configuration.next_begins, start + 20h);
    EXPECT_EQ(status().configuration.next_ends, start + 48h);
    EXPECT_EQ(status().configuration.next_wished, Profile::race);
}

} // namespace
} // namespace lanterne::firmware
