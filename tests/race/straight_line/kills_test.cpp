#include <algorithm>
#include <atomic>
#include <functional>
#include <thread>

#include <gtest/gtest.h>

#include "core/wire/receipt.hpp"
#include "core/wire/topic.hpp"
#include "service/mqtt_client.hpp"
#include "simulator/feed/player.hpp"
#include "tests/race/straight_line/stack.hpp"
#include "tests/support/waiting.hpp"

namespace lanterne {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t epochs = 600;

/// Ten minutes of running at 1 Hz.
std::vector<hal::GnssReading> run() {
    std::vector<hal::GnssReading> readings;
    for (std::size_t index = 0; index < epochs; ++index) {
        const auto step = static_cast<double>(index);
        readings.push_back({.time = *parse_time("2026-05-17T08:00:00Z") + 1s * index,
                            .latitude_deg = 48.1 + step * 27e-6,
                            .longitude_deg = -4.5,
                            .altitude_m = 12.0,
                            .speed_mps = 3.0,
                            .course_deg = 0.0,
                            .accuracy_m = 4.0,
                            .satellites = 9,
                            .mode = FixMode::fix_3d});
    }
    return readings;
}

/// Plays the run at 60 x in the background: ten seconds in which things can be killed.
class MidRace : public testing::Test {
protected:
    MidRace() {
        stack_.start_ingest();
        stack_.start_unit("kill0001");
        player_ = std::jthread{[this](const std::stop_token& stop) {
            const auto readings = run();
            simulator::play(readings, stack_.receiver(), {.speed = 60},
                            [&] { return stop.stop_requested(); });
            done_ = true;
        }};
    }

    /// Some have arrived, so the race is under way.
    void wait_for_stored(std::size_t count) {
        ASSERT_TRUE(support::wait_until([&] { return stack_.stored_count("kill0001") >= count; }))
            << stack_.logs();
    }

    /// Every fix that was journalled is in the database, once.
    void expect_all_fixes_once() {
        EXPECT_TRUE(support::wait_until([&] { return done_.load(); }));
        const auto all_there = [&] { return stack_.stored_count("kill0001") >= epochs; };
        EXPECT_TRUE(support::wait_until(all_there, 2 * support::patience))
            << stack_.stored_count("kill0001") << " of " << epochs << stack_.logs();
        stack_.stop_unit();
        EXPECT_EQ(stack_.stored("kill0001"), stack_.journalled());
        EXPECT_EQ(stack_.doubly_stored("kill0001"), 0U);
    }

    Stack stack_;
    std::atomic<bool> done_ = false;
    std::jthread player_;
};

TEST_F(MidRace, KillingTheIngestLosesNothingAndDoublesNothing) {
    wait_for_stored(100);

    stack_.kill_ingest();
    stack_.start_ingest();

    expect_all_fixes_once();
}

// The broker forgets what it acknowledged; only receipts count.
TEST_F(MidRace, KillingTheBrokerLosesNothingAndDoublesNothing) {
    wait_for_stored(100);

    stack_.broker().kill9();
    stack_.broker().start();

    expect_all_fixes_once();
}

TEST_F(MidRace, KillingPostgresLosesNothingAndDoublesNothing) {
    wait_for_stored(100);

    stack_.postgres().kill9();
    stack_.postgres().start();

    expect_all_fixes_once();
}

// What gpsd says while the unit is dead nobody hears; what the unit had journalled must all arrive.
TEST_F(MidRace, KillingAUnitLosesNothingThatItHadSyncedAndDoublesNothing) {
    wait_for_stored(100);

    stack_.kill_unit();
    const auto before = stack_.journalled();
    stack_.start_unit("kill0001");

    EXPECT_TRUE(support::wait_until([&] { return done_.load(); }));
    const UtcTime last = *run().back().time;
    const auto arrived = [&] {
        const auto stored = stack_.stored("kill0001");
        return std::ranges::all_of(before,
                                   [&](const auto& each) { return stored.contains(each.first); }) &&
               std::ranges::any_of(stored,
                                   [&](const auto& each) { return each.second.time == last; });
    };
    EXPECT_TRUE(support::wait_until(arrived, 2 * support::patience)) << stack_.logs();
    stack_.stop_unit();
    EXPECT_EQ(stack_.stored("kill0001"), stack_.journalled());
    EXPECT_EQ(stack_.doubly_stored("kill0001"), 0U);
}

/// Hears the receipts of a unit.
class Eavesdropper {
public:
    Eavesdropper(std::uint16_t port, const std::string& unit)
        : client_{{.port = port, .client_id = "eavesdropper"}} {
        client_.subscribe(wire::receipt_topic(*UnitSerial::from(unit)), service::Qos::at_most_once);
        EXPECT_TRUE(support::wait_until([&] {
            client_.receive(50ms, 0);
            return client_.subscribed();
        }));
    }

    bool hears(const std::function<bool(const wire::Receipt&)>& wanted) {
        return support::wait_until([&] {
            for (const auto& message : client_.receive(50ms, 100)) {
                newest_ = wire::decode_receipt(message.payload).value();
            }
            return newest_ && wanted(*newest_);
        });
    }

    const wire::Receipt& newest() const { return *newest_; }

private:
    service::MqttClient client_;
    std::optional<wire::Receipt> newest_;
};

// The unit had receipts for all it sent. It still has the fixes, and learns from the first receipt
// of the restored store that they are wanted again.
TEST_F(MidRace, ADatabaseRestoredFromABackupGetsBackWhatCameSince) {
    Eavesdropper receipts{stack_.broker().port(), "kill0001"};
    wait_for_stored(100);
    stack_.back_up();
    wait_for_stored(epochs);
    stack_.kill_ingest();
    stack_.start_ingest(); // it says to each unit that is up what it has
    ASSERT_TRUE(receipts.hears([](const auto& receipt) { return receipt.next >= epochs; }))
        << stack_.logs();
    const std::uint64_t lost_store = receipts.newest().store;

    stack_.restore();

    expect_all_fixes_once();
    EXPECT_TRUE(receipts.hears([&](const auto& receipt) { return receipt.store != lost_store; }));
}

} // namespace
} // namespace lanterne
