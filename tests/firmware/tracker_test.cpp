#include <gtest/gtest.h>

#include "tests/firmware/example.hpp"
#include "tests/firmware/tracker_world.hpp"

namespace lanterne::firmware {
namespace {

using namespace std::chrono_literals;

class TrackerTest : public TrackerWorld {};

TEST_F(TrackerTest, SendsWhatTheReceiverSaid) {
    link.connect();
    boot();

    ride(20);
    pass(5s);
    link.deliver();
    pass(1s);

    ASSERT_EQ(stored().fixes.size(), 20U);
    EXPECT_EQ(stored().fixes.at(7), example_fix(7));
    EXPECT_EQ(tracker->report().receipted, 20U);
}

TEST_F(TrackerTest, AMessageCarriesEveryUnsentFixUpToNow) {
    link.connect();
    boot();
    ride(1);
    link.disconnect();
    ride(100);

    const std::size_t before = link.batches().size();
    link.connect();
    ride(1);

    EXPECT_EQ(link.batches().at(before).fixes.size(), 101U);
}

TEST_F(TrackerTest, AMessageEachSecondHoldsTheFixOfThatSecondAsSoonAsItIsHeard) {
    boot({.conduct = {.report_interval = 1s}});
    link.disconnect();
    ride(1);
    clock.advance(600ms);
    link.connect();
    tracker->step(0ms); // the first message is late
    clock.advance(400ms);

    for (std::size_t second = 2; second < 6; ++second) {
        receiver.readings.push_back(example_reading(ridden++));
        tracker->step(0ms);

        EXPECT_EQ(link.sent(wire::UnitChannel::fixes).size(), second);
        clock.advance(1s);
    }
}

TEST_F(TrackerTest, SendsNothingThatAPowerCutCouldTake) {
    link.connect();
    boot({.sync = {.interval = 1h, .fixes = 1'000}});

    ride(13);
    link.deliver();
    const std::uint64_t sent = stored().fixes.size();
    cut_power();
    boot();

    ASSERT_GT(sent, 0U);
    EXPECT_GE(tracker->report().unreceipted, sent);
}

TEST_F(TrackerTest, AfterAPowerCutSendsTheOldEpochUnderItsOwnName) {
    boot();
    ride(16);
    pass(5s);
    const Epoch first = tracker->report().epoch;
    cut_power();

    link.connect();
    boot();
    ride(6);
    link.deliver();

    EXPECT_NE(tracker->report().epoch, first);
    EXPECT_EQ(server.epochs[first].fixes.size(), 16U);
    EXPECT_EQ(server.epochs[first].fixes.at(15), example_fix(15));
}

TEST_F(TrackerTest, ARepeatedMessageHasTheSameBytes) {
    link.connect();
    boot();
    ride(6);
    link.disconnect();
    ride(1);

    const auto first = link.sent(wire::UnitChannel::fixes);
    link.connect();
    ride(1);

    EXPECT_EQ(link.sent(wire::UnitChannel::backlog), first) << "late, where it holds nobody up";
    EXPECT_EQ(link.sent(wire::UnitChannel::fixes).size(), first.size() + 1);
}

TEST_F(TrackerTest, IsSilentAboutWhatWasSentUntilSixtySecondsAreOver) {
    link.connect();
    boot();
    ride(6);
    const std::size_t sent = link.batches().size();
    link.disconnect();
    link.connect();
    pass(1s); // sent again, because the link was gone
    const std::size_t again = link.batches().size();

    pass(59s);
    EXPECT_EQ(link.batches().size(), again);
    pass(2s);
    EXPECT_EQ(link.batches().size(), again + sent);
    pass(118s);
    EXPECT_EQ(link.batches().size(), again + sent);
    pass(3s);
    EXPECT_EQ(link.batches().size(), again + 2 * sent);
}

TEST_F(TrackerTest, WhatTheServerCannotTakeIsFoundAndSetAside) {
    server.indigestible = {example_fix(37).time};
    boot();
    ride(100);
    link.connect();

    for (int round = 0; round < 200 && tracker->report().unaccepted == 0; ++round) {
        ride(5);
        link.deliver();
    }
    ride(5);
    link.deliver();
    pass(1s);

    EXPECT_EQ(tracker->report().unaccepted, 1U);
    EXPECT_LE(tracker->report().unreceipted, 1U + 5U);
    EXPECT_FALSE(stored().fixes.contains(37));
    EXPECT_TRUE(stored().fixes.contains(36));
    EXPECT_TRUE(stored().fixes.contains(38));
}

TEST_F(TrackerTest, ARestoredDatabaseGetsWhatItLacks) {
    link.connect();
    boot();
    ride(100);
    pass(5s);
    link.deliver();
    pass(1s);
    ASSERT_EQ(tracker->report().receipted, 100U);

    server.restore([](Epoch, Sequence number) { return number < 40; });
    for (int round = 0; round < 20; ++round) {
        ride(5);
        link.deliver();
    }
    pass(6s);
    link.deliver();
    pass(1s);

    EXPECT_EQ(stored().fixes.size(), 200U);
    EXPECT_EQ(tracker->report().unreceipted, 0U);
    EXPECT_TRUE(stored().events.contains(0));
}

TEST_F(TrackerTest, AStaleReceiptChangesNothing) {
    link.connect();
    boot();
    ride(20);
    const wire::Receipt early = server.receipt(tracker->report().epoch);
    link.deliver();
    pass(1s);
    const auto before = tracker->report();

    link.say(early);
    pass(1s);

    EXPECT_EQ(tracker->report().receipted, before.receipted);
    EXPECT_EQ(tracker->report().resent_messages, before.resent_messages);
}

TEST_F(TrackerTest, RefusesReceiptsThatCannotBe) {
    link.connect();
    boot();
    ride(6);
    const Epoch epoch = tracker->report().epoch;

    link.say({.store = 1, .epoch = epoch, .next = 1'000});
    link.say({.store = 1, .epoch = epoch + 1, .next = 1});
    link.say({.store = 1, .epoch = epoch, .next = 0, .events_next = 50});
    link.say_bytes({std::byte{0xFF}, std::byte{0x00}});
    pass(1s);

    EXPECT_EQ(tracker->report().refused_receipts, 4U);
    EXPECT_EQ(tracker->report().receipted, 0U);
}

TEST_F(TrackerTest, TheBootEventIsSentEachFiveSecondsUntilItIsReceipted) {
    link.connect();
    boot();
    pass(1s);
    EXPECT_EQ(link.sent(wire::UnitChannel::events).size(), 1U);
    pass(5s);
    EXPECT_EQ(link.sent(wire::UnitChannel::events).size(), 2U);

    link.deliver();
    pass(20s);

    EXPECT_EQ(link.sent(wire::UnitChannel::events).size(), 2U);
    EXPECT_EQ(tracker->report().unreceipted_events, 0U);
    EXPECT_TRUE(std::holds_alternative<wire::Boot>(stored().events.at(0).body));
}

TEST_F(TrackerTest, ATornRecordIsDeclaredToTheServer) {
    boot();
    ride(20);
    pass(5s);
    const Epoch first = tracker->report().epoch;
    tracker.reset();
    const auto names = disk.list().value();
    for (const std::string& name : names) {
        if (name.ends_with(".journal")) {
            // The boot event comes first; fix 7 is hit in its middle.
            auto& bytes = disk.bytes_of(name);
            bytes[bytes.size() - 13 * 45 + 20] ^= std::byte{1};
        }
    }

    link.connect();
    boot();
    ride(6);
    link.deliver();
    pass(6s);
    link.deliver();

    EXPECT_EQ(server.epochs[first].fixes.size(), 19U);
    EXPECT_EQ(server.epochs[first].lost, (std::set<Sequence>{7}));
    EXPECT_EQ(std::get<wire::Boot>(stored().events.at(0).body).torn, 1U);
}

TEST_F(TrackerTest, SaysItsStatusAtConnectAndEachMinute) {
    link.connect();
    boot({.firmware_version = "1.2.3", .board = "test-board"});
    ride(5);
    pass(55s);
    EXPECT_EQ(link.sent(wire::UnitChannel::status).size(), 1U);
    pass(5s);
    ASSERT_EQ(link.sent(wire::UnitChannel::status).size(), 2U);

    const auto status = wire::decode_status(link.sent(wire::UnitChannel::status).back()).value();

    EXPECT_EQ(status.link, wire::Link::up);
    EXPECT_EQ(status.firmware, "1.2.3");
    EXPECT_EQ(status.journalled, 5U);
}

TEST_F(TrackerTest, EndsOrderlyWithAllSentAndAStatusThatSaysDown) {
    link.connect();
    boot();
    ride(4);

    tracker->flush();
    link.deliver();

    EXPECT_EQ(stored().fixes.size(), 4U);
    const auto status = wire::decode_status(link.sent(wire::UnitChannel::status).back()).value();
    EXPECT_EQ(status.link, wire::Link::down);
    EXPECT_EQ(wire::decode_status(tracker->will()).value().link, wire::Link::down);
}

TEST_F(TrackerTest, SaysDownAtTheEndAlsoWhenItsQueueIsFullOfFixes) {
    link.capacity = 8;
    link.reserved = 4;
    boot();
    ride(1'000);
    link.connect();
    ride(1);

    tracker->flush();

    EXPECT_EQ(last_status().link, wire::Link::down);
}

TEST_F(TrackerTest, TheReceiptsAreRememberedOverARestart) {
    link.connect();
    boot();
    ride(50);
    pass(6s);
    link.deliver();
    pass(31s);
    tracker.reset();
    disk.lose_power();
    link.disconnect();
    const std::size_t sent = link.batches().size();

    link.connect();
    boot();
    pass(10s);

    EXPECT_EQ(link.batches().size(), sent);
    EXPECT_EQ(tracker->report().unreceipted, 0U);
}

TEST_F(TrackerTest, AFullQueueOfTheLinkIsTriedAgainAndNothingIsLost) {
    link.connect();
    link.capacity = 2;
    boot();
    for (int round = 0; round < 60; ++round) {
        ride(10);
        link.deliver();
    }
    pass(12s);
    for (int round = 0; round < 20; ++round) {
        link.deliver();
        pass(6s);
    }

    EXPECT_EQ(stored().fixes.size(), 600U);
    EXPECT_EQ(tracker->report().unreceipted, 0U);
}

TEST_F(TrackerTest, ASegmentThatTheCardCannotReadStopsNothingElse) {
    boot({.segment_bytes = 64 + 130 * 45});
    ride(2'000);
    const std::string bad = disk.list().value().at(3);
    disk.fail_reads_of(bad);

    link.connect();
    for (int round = 0; round < 40; ++round) {
        ride(5);
        link.deliver();
    }

    EXPECT_GE(stored().fixes.size(), 2'200U - 2 * 130);
    EXPECT_TRUE(stored().fixes.contains(0));
    EXPECT_TRUE(stored().fixes.contains(2'195));
    EXPECT_GT(tracker->report().failed_reads, 0U);

    disk.heal(bad);
    for (int round = 0; round < 240; ++round) {
        ride(5);
        link.deliver();
    }
    EXPECT_LE(tracker->report().unreceipted, 10U);
    EXPECT_TRUE(stored().lost.empty());
}

TEST_F(TrackerTest, ManyEventsInANarrowLinkLeaveRoomForFixes) {
    for (int life = 0; life < 20; ++life) {
        boot();
        cut_power();
    }
    boot();
    link.capacity = 8;
    link.connect();

    for (int second = 0; second < 10; ++second) {
        ride(1);
        link.deliver_silently();
    }

    EXPECT_GE(stored().fixes.size(), 5U);
    EXPECT_LE(link.sent(wire::UnitChannel::events).size(), 3U * 8U);
}

TEST_F(TrackerTest, AReceiverThatIsGoneStopsNothingElse) {
    link.connect();
    boot();
    ride(7);
    receiver.gone = true;
    pass(6s);
    link.deliver();
    pass(1s);

    EXPECT_EQ(stored().fixes.size(), 7U);
    EXPECT_EQ(tracker->report().receiver_losses, 7U);
}

} // namespace
} // namespace lanterne::firmware
