#include <random>

#include <gtest/gtest.h>

#include "firmware/tracker.hpp"
#include "hal/simulated/storage.hpp"
#include "tests/firmware/example.hpp"
#include "tests/firmware/scripted.hpp"

/// Many random lives of a unit: links that lose, repeat and reorder, receipts that get lost, power
/// cuts with torn writes, failing syncs, restored databases. In the end everything that was ever
/// certain is stored once and receipted.
namespace lanterne::firmware {
namespace {

using namespace std::chrono_literals;

class Storm : public testing::TestWithParam<std::uint64_t> {
protected:
    bool happens(double chance) {
        return std::uniform_real_distribution<double>{0, 1}(random) < chance;
    }

    void boot() {
        tracker = std::make_unique<Tracker>(board.devices(), link,
                                            TrackerSettings{.conduct = {.report_interval = 5s},
                                                            .sync = {.fixes = 4},
                                                            .segment_bytes = 64 + 45 * 60},
                                            random());
    }

    void cut_power() {
        tracker.reset();
        disk.lose_power(random() % 400);
        link.disconnect();
        boot();
    }

    void live_one_second() {
        if (happens(0.9)) {
            receiver.readings.push_back(example_reading(second));
        }
        ++second;
        clock.advance(1s);
        if (happens(0.03)) {
            link.connect();
        }
        if (happens(0.01)) {
            link.disconnect();
        }
        if (happens(0.01)) {
            disk.fail_syncs(1);
        }
        if (happens(0.004)) {
            cut_power();
        }
        if (happens(0.002)) {
            server.restore([&](Epoch, Sequence) { return happens(0.7); });
        }
        tracker->step(0ms);
        if (happens(0.3)) {
            link.deliver({.lose = 0.1, .repeat = 0.2, .reorder = 0.2, .lose_receipt = 0.3});
        }
    }

    std::mt19937_64 random{GetParam()};
    scripted::Clock clock;
    scripted::Receiver receiver;
    scripted::Server server;
    scripted::Link link{server, GetParam()};
    hal::simulated::Storage disk;
    BareBoard board{receiver, clock, disk};
    std::unique_ptr<Tracker> tracker;
    std::uint64_t second = 0;
};

TEST_P(Storm, EverythingIsReceiptedInTheEnd) {
    SCOPED_TRACE("seed " + std::to_string(GetParam()));
    boot();
    for (int time = 0; time < 3'000; ++time) {
        live_one_second();
    }

    // The sun comes out. A fix whose message the link lost three times in a row looks like one that
    // the server cannot take: it was set aside and goes again after an hour.
    link.connect();
    for (int round = 0; round < 4'500 && tracker->report().unreceipted > 0; ++round) {
        clock.advance(1s);
        tracker->step(0ms);
        link.deliver();
    }
    clock.advance(6s);
    tracker->step(0ms);
    link.deliver();
    tracker->step(0ms);

    EXPECT_EQ(tracker->report().unreceipted, 0U);
    EXPECT_EQ(tracker->report().unreceipted_events, 0U);
    EXPECT_EQ(tracker->report().unaccepted, 0U);
    EXPECT_EQ(server.conflicts, 0U);
    EXPECT_EQ(server.epochs[tracker->report().epoch].fixes.size(), tracker->report().journalled);
    for (const wire::Batch& batch : link.batches()) {
        ASSERT_TRUE(
            server.epochs[batch.epoch].fixes.contains(batch.first + batch.fixes.size() - 1));
    }
    for (const auto& [epoch, content] : server.epochs) {
        Sequence expected = 0;
        for (const auto& [number, fix] : content.fixes) {
            ASSERT_EQ(number, expected++) << "epoch " << epoch;
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Seeds, Storm, testing::Range(std::uint64_t{1}, std::uint64_t{17}));

} // namespace
} // namespace lanterne::firmware
