#include <gtest/gtest.h>

#include "firmware/tracker.hpp"
#include "hal/simulated/storage.hpp"
#include "tests/firmware/example.hpp"
#include "tests/firmware/scripted.hpp"

namespace lanterne::firmware {
namespace {

using namespace std::chrono_literals;

class TrackerTest : public testing::Test {
protected:
    void boot(TrackerSettings settings = {}) {
        tracker = std::make_unique<Tracker>(receiver, clock, disk, link, settings, ++lives);
    }

    /// So many readings, one a second, with a step after each.
    void ride(std::uint64_t seconds) {
        for (std::uint64_t second = 0; second < seconds; ++second) {
            receiver.readings.push_back(example_reading(ridden++));
            clock.advance(1s);
            tracker->step(0ms);
        }
    }

    void pass(std::chrono::seconds time) {
        for (auto second = 0s; second < time; ++second) {
            clock.advance(1s);
            tracker->step(0ms);
        }
    }

    /// Power goes and comes back; `kept` bytes of what was not synced reached the card.
    void cut_power(std::uint64_t kept = 0) {
        tracker.reset();
        disk.lose_power(kept);
        link.disconnect();
    }

    const scripted::Server::OfEpoch& stored() { return server.epochs[tracker->report().epoch]; }

    scripted::Clock clock;
    scripted::Receiver receiver;
    scripted::Server server;
    scripted::Link link{server};
    hal::simulated::Storage disk;
    std::unique_ptr<Tracker> tracker;
    std::uint64_t lives = 0;
    std::uint64_t ridden = 0;
};

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

TEST_F(TrackerTest, SendsNothingThatAPowerCutCouldTake) {
    link.connect();
    boot({.sync_interval = 1h, .sync_fixes = 1'000});

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
    const auto all = link.sent(wire::UnitChannel::fixes);

    ASSERT_EQ(all.size(), 2 * first.size() + 1);
    for (std::size_t index = 0; index < first.size(); ++index) {
        EXPECT_EQ(all[first.size() + 1 + index], first[index]);
    }
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

} // namespace
} // namespace lanterne::firmware
