#include <algorithm>
#include <optional>

#include <gtest/gtest.h>

#include "firmware/tracker.hpp"
#include "hal/simulated/storage.hpp"
#include "tests/firmware/example.hpp"
#include "tests/firmware/scripted.hpp"

namespace lanterne::firmware {
namespace {

using namespace std::chrono_literals;

constexpr std::uint64_t fixes_a_file = 64;
constexpr std::uint64_t file_bytes = 64 + 45 * fixes_a_file;
constexpr std::uint64_t files = 12;

class FullCard : public testing::Test {
protected:
    void live(std::uint64_t seconds) {
        for (const std::uint64_t end = second + seconds; second < end; ++second) {
            receiver.readings.push_back(example_reading(second));
            clock.advance(1s);
            tracker->step(0ms);
            if (second % 10 == 0) {
                link.deliver();
            }
        }
    }

    void restart() {
        tracker->flush();
        tracker.emplace(board.devices(), link, settings, ++seed);
    }

    void expect_stored_or_lost(Epoch epoch, Sequence numbered) {
        const auto& of_epoch = server.epochs[epoch];
        for (Sequence number = 0; number < numbered; ++number) {
            ASSERT_NE(of_epoch.fixes.contains(number), of_epoch.lost.contains(number))
                << "epoch " << epoch << " number " << number;
        }
    }

    std::size_t declarations() const {
        const auto& events = server.epochs.at(tracker->report().epoch).events;
        return static_cast<std::size_t>(std::ranges::count_if(events, [](const auto& each) {
            return std::holds_alternative<wire::Lost>(each.second.body);
        }));
    }

    scripted::Clock clock;
    scripted::Receiver receiver;
    scripted::Server server;
    scripted::Link link{server};
    hal::simulated::Storage disk;
    BareBoard board{receiver, clock, disk};
    TrackerSettings settings{.segment_bytes = file_bytes, .journal_bytes = files * file_bytes};
    std::uint64_t seed = 7;
    std::optional<Tracker> tracker{std::in_place, board.devices(), link, settings, seed};
    std::uint64_t second = 0;
};

// Declared fix by fix, each word would need room on the card and so push out the next fixes.
TEST_F(FullCard, WhatWentDuringAnOutageIsDeclaredFileByFile) {
    link.connect();
    live(100);
    link.disconnect();
    live(3'000);
    link.connect();
    live(300);

    const auto& stored = server.epochs.at(tracker->report().epoch);
    EXPECT_LE(declarations(), 3'000 / fixes_a_file + 2);
    EXPECT_GE(declarations(), 1U);
    EXPECT_EQ(tracker->report().unreceipted_events, 0U);
    expect_stored_or_lost(tracker->report().epoch, tracker->report().journalled - 20);
    EXPECT_LT(stored.lost.size(), 3'000 - (files - 3) * fixes_a_file);
}

// The declarations lie on the card that is full: they must not go with what they declare.
TEST_F(FullCard, WhatWentBeforeARestartIsDeclaredAllTheSame) {
    link.connect();
    live(100);
    link.disconnect();
    live(1'500);
    const Epoch before = tracker->report().epoch;
    const Sequence numbered = tracker->report().journalled;
    restart();
    live(1'500);
    link.connect();
    live(300);

    expect_stored_or_lost(before, numbered);
    expect_stored_or_lost(tracker->report().epoch, tracker->report().journalled - 20);
    EXPECT_EQ(tracker->report().unreceipted_events, 0U);
}

} // namespace
} // namespace lanterne::firmware
