#include <algorithm>
#include <filesystem>
#include <map>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/wire/batch.hpp"
#include "core/wire/event.hpp"
#include "core/wire/status.hpp"
#include "core/wire/topic.hpp"
#include "simulator/units/simulated_unit.hpp"
#include "tests/simulator/support/written_carrier.hpp"

/// The real firmware on a board that does not exist, through what may befall it.
namespace lanterne::simulator {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;
using wire::UnitChannel;

const UtcTime begin =
    std::chrono::sys_days{std::chrono::year{2026} / 6 / 14} + std::chrono::hours{7};

UnitTraits plain() {
    return {.serial = UnitSerial::from("unit000001").value(),
            .firmware_version = "0.1.0",
            .board = "simulated",
            .report_interval = std::chrono::milliseconds{1000},
            .air = {.latency = Milliseconds{0}, .jitter = Milliseconds{0}}};
}

hal::GnssReading reading_at(UtcTime time) {
    return {.time = time,
            .latitude_deg = 47.5 + 1e-5 * static_cast<double>((time - begin).count()) / 1000,
            .longitude_deg = -3,
            .speed_mps = 1.1,
            .accuracy_m = 3,
            .satellites = 9,
            .mode = FixMode::fix_3d};
}

class Simulated : public testing::Test {
protected:
    SimulatedUnit unit(const UnitTraits& traits = plain()) {
        return SimulatedUnit{{carrier_, cards_, clock_}, traits, 1, begin};
    }

    /// A turn and a fix a second.
    void run(SimulatedUnit& unit, seconds time, bool covered = true) {
        for (const UtcTime end = now_ + time; now_ < end; now_ += seconds{1}) {
            const hal::GnssReading reading = reading_at(now_);
            unit.turn(now_, covered, {&reading, 1});
        }
    }

    /// What was published on that channel, in order.
    std::vector<WrittenCarrier::Message> on(UnitChannel channel) const {
        std::vector<WrittenCarrier::Message> found;
        for (const auto& message : carrier_.messages) {
            const auto topic = wire::parse_unit_topic(message.topic);
            if (topic && topic->channel == channel) {
                found.push_back(message);
            }
        }
        return found;
    }

    std::set<Epoch> epochs() const {
        std::set<Epoch> found;
        for (const auto channel : {UnitChannel::fixes, UnitChannel::backlog}) {
            for (const auto& message : on(channel)) {
                found.insert(wire::decode_batch(message.payload).value().epoch);
            }
        }
        return found;
    }

    std::vector<wire::Event> events() const {
        std::vector<wire::Event> found;
        for (const auto& message : on(UnitChannel::events)) {
            found.push_back(wire::decode_event(message.payload).value());
        }
        return found;
    }

    template<class Body>
    std::size_t count_of() const {
        return static_cast<std::size_t>(std::ranges::count_if(
            events(), [](const auto& event) { return std::holds_alternative<Body>(event.body); }));
    }

    WrittenCarrier carrier_;
    hal::simulated::Shelf cards_{std::filesystem::temp_directory_path().string()};
    WorldClock clock_{begin, 10};
    UtcTime now_ = begin;
};

TEST_F(Simulated, AUnitBootsJournalsEachFixAndSendsThem) {
    SimulatedUnit tracked = unit();

    run(tracked, minutes{2});

    EXPECT_TRUE(tracked.is_on());
    EXPECT_EQ(tracked.report()->journalled, 119U) << "none of before it booted";
    EXPECT_GT(on(UnitChannel::fixes).size(), 5U);
    EXPECT_EQ(epochs().size(), 1U);
    EXPECT_GE(count_of<wire::Boot>(), 1U);
}

TEST_F(Simulated, APowerCutEndsItsLifeAndItBootsAgainOverTheSameCard) {
    SimulatedUnit tracked = unit();
    run(tracked, minutes{1});

    tracked.cut_power(seconds{30});
    EXPECT_FALSE(tracked.is_on());
    run(tracked, seconds{20});
    EXPECT_FALSE(tracked.is_on());
    EXPECT_FALSE(tracked.link().connected());
    run(tracked, minutes{2});

    EXPECT_TRUE(tracked.is_on());
    EXPECT_EQ(tracked.boots(), 2U);
    EXPECT_EQ(epochs().size(), 2U);
    EXPECT_GT(tracked.report()->recovered, 40U);
}

TEST_F(Simulated, AnEmptyBatteryEndsItForGood) {
    UnitTraits traits = plain();
    traits.power = {.capacity_mwh = 100, .idle_mw = 1000, .gnss_mw = 50, .network_mw = 50};
    traits.charge = 0.5;
    SimulatedUnit tracked = unit(traits); // 50 mWh at 1.1 W: 2 min 43 s

    run(tracked, minutes{2});
    EXPECT_TRUE(tracked.is_on());
    run(tracked, minutes{10});

    EXPECT_FALSE(tracked.is_on());
    EXPECT_TRUE(tracked.battery().empty());
    EXPECT_EQ(tracked.boots(), 1U);
}

TEST_F(Simulated, ItsStatusSaysWhatIsLeftInItsBattery) {
    UnitTraits traits = plain();
    traits.power = {.capacity_mwh = 10'000, .idle_mw = 500};
    SimulatedUnit tracked = unit(traits);
    run(tracked, minutes{1});

    tracked.drain_to(0.2);
    run(tracked, minutes{30});

    const auto last = wire::decode_status(on(UnitChannel::status).back().payload).value();
    ASSERT_TRUE(last.battery_pct);
    EXPECT_LE(*last.battery_pct, 30);
}

TEST_F(Simulated, WithoutANetworkItJournalsAndSendsAllOfItAfterwards) {
    SimulatedUnit tracked = unit();
    run(tracked, minutes{1});
    const std::size_t before = carrier_.messages.size();

    run(tracked, minutes{10}, false);
    EXPECT_LE(carrier_.messages.size(), before + 1) << "the will at most";
    run(tracked, minutes{3});

    std::uint64_t sent = 0;
    for (const auto channel : {UnitChannel::fixes, UnitChannel::backlog}) {
        for (const auto& message : on(channel)) {
            const auto batch = wire::decode_batch(message.payload).value();
            sent = std::max<std::uint64_t>(sent, batch.first + batch.fixes.size());
        }
    }
    EXPECT_EQ(tracked.report()->journalled, 14U * 60 - 1);
    EXPECT_GT(sent, 13U * 60);
}

TEST_F(Simulated, ACardThatFailsOrIsFullStopsNoRecording) {
    SimulatedUnit tracked = unit();
    run(tracked, minutes{1});

    tracked.fail_syncs(20);
    run(tracked, minutes{5});
    tracked.fill_card();
    run(tracked, minutes{2});
    tracked.empty_card();
    run(tracked, minutes{10});

    EXPECT_EQ(tracked.report()->journalled, 18U * 60 - 1);
    EXPECT_GT(tracked.report()->failed_syncs, 0U);
    EXPECT_EQ(tracked.report()->unjournalled, 0U);
}

// A run said that every fix had its receipt while a failing card kept thousands from being sent.
TEST_F(Simulated, WhatAFailingCardLeavesInMemoryHasNoReceipt) {
    SimulatedUnit tracked = unit();
    run(tracked, minutes{1});

    tracked.fail_syncs(1'000);
    run(tracked, minutes{5});

    EXPECT_EQ(tracked.report()->journalled, 6U * 60 - 1);
    EXPECT_EQ(tracked.report()->unreceipted, 6U * 60 - 1);
}

TEST_F(Simulated, ASlowCardHoldsItUpButLosesNothing) {
    UnitTraits traits = plain();
    traits.sync_takes = Milliseconds{4'000};
    SimulatedUnit tracked = unit(traits);

    run(tracked, minutes{10});
    tracked.slow_card(Milliseconds{0});
    run(tracked, seconds{30});

    EXPECT_EQ(tracked.report()->journalled, 10U * 60 + 29);
}

TEST_F(Simulated, ACallForHelpIsSentAsAnEvent) {
    SimulatedUnit tracked = unit();
    run(tracked, minutes{1});

    tracked.call_for_help();
    run(tracked, minutes{3});

    EXPECT_GE(count_of<wire::Sos>(), 1U);
}

TEST_F(Simulated, SaysWhichFirmwareAndBoardItIs) {
    UnitTraits traits = plain();
    traits.firmware_version = "0.0.9";
    SimulatedUnit tracked = unit(traits);

    run(tracked, minutes{1});

    const auto said = wire::decode_status(on(UnitChannel::status).front().payload).value();
    EXPECT_EQ(said.firmware, "0.0.9");
    EXPECT_EQ(said.board, "simulated");
}

TEST_F(Simulated, TheSameSeedWritesTheSameBytesOnTheCardWhateverTheBrokerSaysWhen) {
    const auto card_of = [this](bool with_receipts) {
        now_ = begin;
        UnitTraits traits = plain();
        traits.air.cuts_per_hour = 30;
        SimulatedUnit tracked = unit(traits);
        for (int part = 0; part < 12; ++part) {
            run(tracked, minutes{1});
            if (with_receipts) {
                const auto epoch = tracked.report()->epoch;
                tracked.link().deliver_receipt(
                    wire::encode(wire::Receipt{.store = 1,
                                               .epoch = epoch,
                                               .next = static_cast<Sequence>(part * 10)})
                        .value());
            }
            if (part == 5) {
                tracked.cut_power(seconds{10});
            }
        }
        std::map<std::string, std::vector<std::byte>> files;
        const auto names = tracked.card().list().value();
        for (const auto& name : names) {
            if (name.ends_with(".journal")) {
                files.emplace(name, tracked.card().read_all(name));
            }
        }
        return files;
    };

    const auto quiet = card_of(false);
    const auto answered = card_of(true);

    ASSERT_EQ(quiet.size(), 2U);
    EXPECT_EQ(quiet, answered);
}

} // namespace
} // namespace lanterne::simulator
