#include <gtest/gtest.h>

#include "firmware/configuration.hpp"
#include "hal/simulated/storage.hpp"
#include "tests/firmware/example.hpp"
#include "tests/firmware/signer.hpp"

namespace lanterne::firmware {
namespace {

using std::chrono::hours;

const UtcTime now = race_start;
const UnitConfig defaults{.shard = 9, .profile = Profile::ready};

/// Holds from an hour ago until in two days.
wire::SignedConfig version(std::uint32_t number, const wire::Config& body = {.shard = 1}) {
    return {.version = number,
            .expires = now + hours{48},
            .not_before = now - hours{1},
            .body = wire::encode(body).value()};
}

class AConfiguration : public testing::Test {
protected:
    /// A restart is a new object over the same card->
    void start() {
        unit_config.emplace(*card, unit, PinnedKey::from_pem(server.public_pem()), defaults);
    }

    void SetUp() override { start(); }

    bool offer(const wire::SignedConfig& message, std::optional<UtcTime> time = now) {
        return unit_config->offer(server.signed_for(unit, message), time);
    }

    std::uint32_t active(std::optional<UtcTime> time = now) {
        const std::uint32_t version = unit_config->active(time).version;
        EXPECT_EQ(unit_config->applied_version(), version);
        return version;
    }

    std::string reason() const { return unit_config->refused_reason().value_or("none"); }

    const UnitSerial unit = *UnitSerial::from("unit0001");
    const Signer server;
    std::unique_ptr<hal::simulated::Storage> card = std::make_unique<hal::simulated::Storage>();
    std::optional<Configuration> unit_config;
};

TEST_F(AConfiguration, BeginsWithTheDefaults) {
    EXPECT_EQ(active(), 0U);
    EXPECT_EQ(unit_config->active(now).shard, 9);
    EXPECT_EQ(reason(), "none");
}

TEST_F(AConfiguration, HoldsAsItWasTold) {
    const auto told = version(4, {.shard = 7,
                                  .profile = 3,
                                  .qos = 0,
                                  .interval_ms = {{3'600'000, 30'000, 5'000, 60'000}},
                                  .error_m = 25,
                                  .time_limit = now + hours{14}});

    ASSERT_TRUE(offer(told)) << reason();

    const UnitConfig& config = unit_config->active(now);
    EXPECT_EQ(config.version, 4U);
    EXPECT_EQ(config.shard, 7);
    EXPECT_EQ(config.profile, Profile::economy);
    EXPECT_EQ(config.qos, Qos::at_most_once);
    EXPECT_EQ(config.intervals->at(1), std::chrono::seconds{30});
    EXPECT_EQ(config.error, Metres{25});
    EXPECT_EQ(config.time_limit, now + hours{14});
    EXPECT_EQ(config.course, nullptr);
    EXPECT_EQ(config.course_version, 0U);
}

TEST_F(AConfiguration, KnowsTheCourseAndItsPoints) {
    const wire::ConfigCourse course{
        .version = 3,
        .legs = {{.sport = 2,
                  .laps = 2,
                  .line = {{Latitude{45'000'000}, Longitude{7'000'000}},
                           {Latitude{45'009'000}, Longitude{7'000'000}}}}},
        .points_dm = {0, 10'000, 20'003}};

    ASSERT_TRUE(offer(version(4, {.course = course}))) << reason();

    const UnitConfig& config = unit_config->active(now);
    EXPECT_EQ(config.course_version, 3U);
    ASSERT_NE(config.course, nullptr);
    EXPECT_NEAR(config.course->length().value, 2'000.3, 0.1) << "a degree is 111'134 m there";
    ASSERT_EQ(config.course->points().size(), 3U);
    EXPECT_EQ(config.course->points()[0].kind, course::PointKind::start);
    EXPECT_EQ(config.course->points()[1].kind, course::PointKind::split);
    EXPECT_EQ(config.course->points()[2].kind, course::PointKind::finish);
    EXPECT_EQ(config.course->points()[2].lap, 2U);
}

TEST_F(AConfiguration, RefusesACourseWhosePointsLieBeyondItsEnd) {
    const wire::ConfigCourse course{
        .legs = {{.line = {{Latitude{45'000'000}, Longitude{7'000'000}},
                           {Latitude{45'009'000}, Longitude{7'000'000}}}}},
        .points_dm = {10'006}};

    EXPECT_FALSE(offer(version(4, {.course = course})));

    EXPECT_EQ(reason(), "course: a point lies beyond its end");
    EXPECT_EQ(active(), 0U);
}

TEST_F(AConfiguration, RefusesALegThatHasNoLength) {
    const wire::ConfigCourse course{.legs = {{.line = {{Latitude{0}, Longitude{180'000'000}},
                                                       {Latitude{0}, Longitude{-180'000'000}}}}}};

    EXPECT_FALSE(offer(version(4, {.course = course})));

    EXPECT_EQ(reason(), "course: a leg has no length");
}

TEST_F(AConfiguration, WithoutAPinnedKeyNoneIsTaken) {
    unit_config.emplace(*card, unit, std::nullopt, defaults);

    EXPECT_FALSE(offer(version(4)));

    EXPECT_EQ(reason(), "no key pinned");
    EXPECT_EQ(active(), 0U);
}

TEST_F(AConfiguration, RefusesWhatAnotherKeySignedOrAnotherUnitWasMeant) {
    EXPECT_FALSE(unit_config->offer(Signer{}.signed_for(unit, version(4)), now));
    EXPECT_EQ(reason(), "wrong signature");

    EXPECT_FALSE(
        unit_config->offer(server.signed_for(*UnitSerial::from("unit0002"), version(4)), now));
    EXPECT_EQ(reason(), "wrong signature");
    EXPECT_EQ(active(), 0U);
}

TEST_F(AConfiguration, RefusesAnyFlippedBit) {
    const wire::Bytes good = server.signed_for(unit, version(4));

    for (std::size_t bit = 0; bit < good.size() * 8; ++bit) {
        wire::Bytes bytes = good;
        bytes[bit / 8] ^= std::byte{1} << (bit % 8);
        EXPECT_FALSE(unit_config->offer(bytes, now)) << bit;
    }
    EXPECT_EQ(active(), 0U);
}

TEST_F(AConfiguration, SaysWhatItCannotRead) {
    EXPECT_FALSE(unit_config->offer(std::vector{std::byte{0x86}}, now));
    EXPECT_EQ(reason(), "unreadable: truncated");

    wire::SignedConfig newer = version(4);
    newer.body.front() = std::byte{0x88};
    newer.body.push_back({});
    EXPECT_FALSE(offer(newer));
    EXPECT_EQ(reason(), "version 4 is unreadable: wrong_type");
}

TEST_F(AConfiguration, TakesWhatIsNewerAndNothingElse) {
    ASSERT_TRUE(offer(version(4)));
    EXPECT_FALSE(offer(version(3)));
    EXPECT_EQ(reason(), "version 3 is older than 4");
    EXPECT_EQ(active(), 4U);

    EXPECT_TRUE(offer(version(5)));
    EXPECT_EQ(reason(), "none") << "cleared by what is good";
    EXPECT_EQ(active(), 5U);
}

TEST_F(AConfiguration, TheSameAgainIsFineAndOtherContentUnderItsVersionIsNot) {
    ASSERT_TRUE(offer(version(4)));
    const std::uint64_t written = card->written();

    EXPECT_TRUE(offer(version(4)));
    EXPECT_EQ(card->written(), written) << "what is kept is not written again";
    EXPECT_FALSE(offer(version(4, {.shard = 2})));
    EXPECT_EQ(reason(), "version 4 came with other content before");
    EXPECT_EQ(unit_config->active(now).shard, 1);
}

TEST_F(AConfiguration, TheEmptyMessageTakesAnOfferBackAndNothingThatHolds) {
    ASSERT_TRUE(offer(version(4)));
    EXPECT_FALSE(offer(version(3)));

    EXPECT_TRUE(unit_config->offer({}, now));

    EXPECT_EQ(reason(), "none");
    EXPECT_EQ(active(), 4U);
}

TEST_F(AConfiguration, WaitsForItsTimeWhileTheOneBeforeHolds) {
    ASSERT_TRUE(offer(version(4)));
    wire::SignedConfig later = version(5);
    later.not_before = now + hours{1};
    ASSERT_TRUE(offer(later));

    EXPECT_EQ(active(now + hours{1} - Milliseconds{1}), 4U);
    EXPECT_EQ(active(now + hours{1}), 5U);
    EXPECT_EQ(active(now + hours{1} - Milliseconds{1}), 5U) << "a step back undoes nothing";
}

TEST_F(AConfiguration, ANewerOneTakesThePlaceOfOneThatWaits) {
    wire::SignedConfig later = version(5);
    later.not_before = now + hours{1};
    ASSERT_TRUE(offer(later));
    EXPECT_FALSE(offer(version(4))) << "older than what waits";

    ASSERT_TRUE(offer(version(6)));

    EXPECT_EQ(active(), 6U);
    EXPECT_EQ(active(now + hours{2}), 6U);
}

TEST_F(AConfiguration, EndsWhenItExpires) {
    ASSERT_TRUE(offer(version(4)));

    EXPECT_EQ(active(now + hours{48} - Milliseconds{1}), 4U);
    EXPECT_EQ(active(now + hours{48}), 0U);
    EXPECT_EQ(active(std::nullopt), 0U) << "as far as is known";
    EXPECT_EQ(unit_config->active(std::nullopt).shard, 9);
}

TEST_F(AConfiguration, RefusesWhatHasExpiredAndStillKnowsItsVersion) {
    ASSERT_TRUE(offer(version(4)));
    EXPECT_FALSE(offer(version(4), now + hours{48}));
    EXPECT_EQ(reason(), "version 4 has expired");

    EXPECT_FALSE(offer(version(3), now));
    EXPECT_EQ(reason(), "version 3 is older than 4");
}

TEST_F(AConfiguration, AUnitThatDoesNotKnowTheTimeDoesNotSwitchByTime) {
    ASSERT_TRUE(offer(version(4), std::nullopt));

    EXPECT_EQ(active(std::nullopt), 0U);
    EXPECT_EQ(active(now), 4U);
}

TEST_F(AConfiguration, WhatHoldsAtOnceNeedsNoTime) {
    wire::SignedConfig at_once = version(4);
    at_once.not_before = UtcTime{};

    ASSERT_TRUE(offer(at_once, std::nullopt));

    EXPECT_EQ(active(std::nullopt), 4U);
}

TEST_F(AConfiguration, ARestartChangesNothing) {
    ASSERT_TRUE(offer(version(4)));
    wire::SignedConfig later = version(5);
    later.not_before = now + hours{1};
    ASSERT_TRUE(offer(later));

    start();
    EXPECT_EQ(active(std::nullopt), 4U);
    EXPECT_EQ(active(now + hours{1}), 5U);

    start();
    EXPECT_EQ(active(std::nullopt), 5U) << "that it began is kept too";
}

TEST_F(AConfiguration, AfterAnotherKeyIsPinnedNothingOldHolds) {
    ASSERT_TRUE(offer(version(4)));

    unit_config.emplace(*card, unit, PinnedKey::from_pem(Signer{}.public_pem()), defaults);

    EXPECT_EQ(active(), 0U);
}

TEST_F(AConfiguration, ACutAfterAnyByteLeavesTheOneOrTheOther) {
    const std::size_t most = server.signed_for(unit, version(5)).size() + 26;
    for (std::size_t kept = 0; kept <= most; ++kept) {
        card = std::make_unique<hal::simulated::Storage>();
        start();
        ASSERT_TRUE(offer(version(4)));
        card->stop_after(kept);
        const bool taken = offer(version(5));
        EXPECT_EQ(active(), taken ? 5U : 4U) << kept;
        card->lose_power(hal::simulated::Storage::no_limit);

        start();

        EXPECT_EQ(active(), kept == most ? 5U : 4U) << kept;
        EXPECT_TRUE(offer(version(5))) << "it comes again";
        EXPECT_EQ(active(), 5U);
    }
}

TEST_F(AConfiguration, ACardThatFailsIsAReasonAndChangesNothing) {
    ASSERT_TRUE(offer(version(4)));
    card->fail_syncs(1);

    EXPECT_FALSE(offer(version(5)));
    EXPECT_EQ(reason(), "version 5 cannot be stored");
    EXPECT_EQ(active(), 4U);

    EXPECT_TRUE(offer(version(5))) << "the card is well again";
    EXPECT_EQ(active(), 5U);
}

TEST_F(AConfiguration, ACardWithoutRoomForItIsAReasonToo) {
    hal::simulated::Storage full;
    full.set_capacity(1'000);
    unit_config.emplace(full, unit, PinnedKey::from_pem(server.public_pem()), defaults);

    EXPECT_FALSE(offer(version(4)));

    EXPECT_EQ(reason(), "version 4 cannot be stored");
}

TEST_F(AConfiguration, AFullCardHasKeptItsRoom) {
    card->set_capacity(card->used());

    EXPECT_TRUE(offer(version(4))) << reason();
}

TEST_F(AConfiguration, AnyFlippedBitOnTheCardLeavesTheOneBeforeOrNone) {
    ASSERT_TRUE(offer(version(4)));
    ASSERT_TRUE(offer(version(5)));
    const std::vector<std::byte> good = card->bytes_of("configuration");
    const std::size_t written = server.signed_for(unit, version(5)).size() + 26;

    for (std::size_t bit = 0; bit < written * 8; ++bit) {
        card->bytes_of("configuration") = good;
        card->bytes_of("configuration")[bit / 8] ^= std::byte{1} << (bit % 8);
        start();
        EXPECT_EQ(active(), 4U) << bit;
    }
}

TEST_F(AConfiguration, OfTheGreatestSizeTwoAreKept) {
    wire::Config body{.course = wire::ConfigCourse{.legs = {{.line = {}}}}};
    auto& line = body.course->legs.front().line;
    for (std::int32_t i = 0; i < 4'950; ++i) {
        line.push_back({Latitude{45'000'000 + i * 70}, Longitude{7'000'000 + i % 2}});
    }
    wire::SignedConfig first = version(4, body);
    wire::SignedConfig second = version(5, body);
    second.not_before = now + hours{1};
    ASSERT_GT(server.signed_for(unit, first).size(), 14'900U);

    ASSERT_TRUE(offer(first)) << reason();
    ASSERT_TRUE(offer(second)) << reason();
    start();

    EXPECT_EQ(active(now), 4U);
    EXPECT_EQ(active(now + hours{1}), 5U);
    EXPECT_EQ(unit_config->active(now).course->legs().front().line.points().size(), line.size());
}

} // namespace
} // namespace lanterne::firmware
