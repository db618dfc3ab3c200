#include <gtest/gtest.h>

#include "tests/firmware/signer.hpp"
#include "tests/firmware/tracker_world.hpp"

namespace lanterne::firmware {
namespace {

using namespace std::chrono_literals;

/// A unit that keeps to its profile and to what it is told.
class ConductTest : public TrackerWorld {
protected:
    void boot(const PowerModel& power = {}) {
        TrackerWorld::boot({.conduct = {.unit = unit,
                                        .key = PinnedKey::from_pem(authority.public_pem()),
                                        .power = power}});
    }

    wire::SignedConfig version(std::uint32_t number, const wire::Config& body = {}) const {
        return {.version = number,
                .expires = example_fix(0).time + 24h,
                .not_before = UtcTime{},
                .body = wire::encode(body).value()};
    }

    void configure(const wire::SignedConfig& config) {
        link.configure(authority.signed_for(unit, config));
    }

    const UnitSerial unit = *UnitSerial::from("unit0001");
    Signer authority;
};

TEST_F(ConductTest, SaysInItsStatusWhatItWasToldAndKeepsTo) {
    configure(version(7, {.profile = 3, .qos = 0}));
    link.connect();
    boot();
    ride(2);

    EXPECT_EQ(last_status().applied_version, 7U);
    EXPECT_EQ(last_status().profile, 3U);
    EXPECT_EQ(last_status().refused_reason, std::nullopt);
}

TEST_F(ConductTest, AForgedConfigurationChangesNothingAndIsSaid) {
    link.connect();
    boot();
    ride(2);

    link.configure(Signer{}.signed_for(unit, version(7, {.profile = 0})));
    ride(2);

    EXPECT_EQ(last_status().applied_version, 0U);
    EXPECT_EQ(last_status().profile, 2U);
    EXPECT_EQ(last_status().refused_reason, "wrong signature");
}

TEST_F(ConductTest, TellsTheUplinkItsShardBeforeThatConnects) {
    configure(version(7, {.shard = 9}));
    link.connect();
    boot();
    ride(2);
    cut_power();

    boot();

    EXPECT_EQ(link.shard, 9) << "the will lies on the shard's topic";
}

TEST_F(ConductTest, ALinkThatTakesNothingDoesNotWearTheCard) {
    link.connect();
    boot();
    ride(30);
    link.capacity = 0;
    ride(40);
    const auto before = disk.syncs();

    ride(100);

    EXPECT_LE(disk.syncs() - before, 25U) << "one each five seconds";
}

TEST_F(ConductTest, AFleetSwitchesTogetherAtTheTimeThatItWasGiven) {
    auto later = version(8, {.profile = 3});
    later.not_before = example_fix(100).time;
    configure(later);
    link.connect();
    boot();

    ride(100);
    EXPECT_EQ(last_status().profile, 2U);
    ride(2);

    EXPECT_EQ(last_status().profile, 3U);
    EXPECT_EQ(last_status().applied_version, 8U);
}

TEST_F(ConductTest, SpeaksAtLeastAsOftenAsItsMessagesPromise) {
    link.connect();
    boot();
    ride(600);

    const auto batches = link.batches();
    ASSERT_GT(batches.size(), 10U);
    for (std::size_t index = 1; index < batches.size(); ++index) {
        const auto promised = batches[index - 1].info.next_report_s;
        ASSERT_TRUE(promised);
        EXPECT_LE(batches[index].fixes.size(), *promised + 1);
    }
}

TEST_F(ConductTest, WithoutASkyItsStatusSaysSo) {
    link.connect();
    boot();
    ride(30);
    pass(130s);

    EXPECT_EQ(last_status().reason, wire::Reason::no_fix);
    EXPECT_GE(*last_status().next_report_s, 60U);
    EXPECT_GE(*last_status().fix_age_s, 60U);
}

TEST_F(ConductTest, ABatteryThatWillNotLastMakesItSpareAndSaySo) {
    // A board that draws 1 W while it speaks each second, and a limit that it reaches only silent.
    const PowerModel power{
        .capacity_mwh = 1'000, .idle_mw = 60, .gnss_mw = 20, .network_mw = 20, .message_mj = 9'000};
    auto told = version(3, {.interval_ms = {{3'600'000, 30'000, 10'000, 60'000}},
                            .time_limit = example_fix(0).time + 4h});
    configure(told);
    link.connect();
    battery.break_gauge();
    boot(power);
    ride(10);
    EXPECT_EQ(last_status().reason, wire::Reason::none);

    ride(600);

    EXPECT_EQ(last_status().profile, 3U);
    EXPECT_EQ(last_status().reason, wire::Reason::battery_low);
    EXPECT_EQ(link.batches().back().info.reason, wire::Reason::battery_low);
    ASSERT_TRUE(last_status().lasts_until);
    EXPECT_GE(*last_status().lasts_until, example_fix(0).time + 4h);
}

TEST_F(ConductTest, ARestartDoesNotFillTheBattery) {
    const PowerModel power{.capacity_mwh = 1'000, .idle_mw = 500};
    battery.break_gauge();
    link.connect();
    boot(power);
    for (int minute = 0; minute < 60; ++minute) {
        ride(60);
        link.deliver();
    }
    EXPECT_NEAR(*last_status().battery_pct, 50, 2);

    cut_power();
    link.connect();
    boot(power);
    ride(2);

    EXPECT_NEAR(*last_status().battery_pct, 50, 6);
}

TEST_F(ConductTest, TheBacklogOfAnOutageLeavesTheLinkToTheLiveMessages) {
    boot();
    ride(7'200);
    link.connect();
    const std::size_t before = link.log.size();
    ride(3);
    link.deliver();

    std::size_t late_bytes = 0;
    for (std::size_t index = before; index < link.log.size(); ++index) {
        if (link.log[index].channel == wire::UnitChannel::backlog) {
            late_bytes += link.log[index].payload.size();
        }
    }
    EXPECT_GT(late_bytes, 0U);
    EXPECT_LE(late_bytes, 8'192U + 3 * 2'000U + wire::max_batch_bytes);

    for (int second = 0; second < 120; ++second) {
        ride(1);
        link.deliver();
    }
    EXPECT_GE(stored().fixes.size(), 7'300U);
}

} // namespace
} // namespace lanterne::firmware
