#include <gtest/gtest.h>

#include "tests/core/wire/samples.hpp"

namespace lanterne::wire {
namespace {

using samples::from_hex;
using samples::to_hex;

/// Changes one thing of a good configuration; that must be refused.
template<class Change>
void expect_refused(Change change) {
    Config config = samples::config();
    change(config);
    const Result<Bytes> bytes = encode(config);
    ASSERT_FALSE(bytes);
    EXPECT_EQ(bytes.error(), Error::out_of_range);
}

Error refusal(const Result<Config>& config) {
    EXPECT_FALSE(config);
    return config ? Error{} : config.error();
}

/// A configuration with nothing but a course of one leg, whose line is these bytes.
Result<Config> with_line(const std::string& length, const std::string& line) {
    return decode_config(
        from_hex("87 00 02 01 f6 f6 f6 83 01 81 83 00 01 " + length + line + "80"));
}

TEST(Config, ComesBackAsItWas) {
    const SignedConfig message = samples::signed_config();

    const auto decoded = decode_signed_config(*encode(message));

    ASSERT_TRUE(decoded);
    EXPECT_EQ(*decoded, message);
    EXPECT_EQ(decode_config(decoded->body), samples::config());
}

TEST(Config, NumbersOutsideTheirRangesAreRefused) {
    expect_refused([](Config& config) { config.shard = 64; });
    expect_refused([](Config& config) { config.profile = 4; });
    expect_refused([](Config& config) { config.qos = 2; });
    expect_refused([](Config& config) { (*config.interval_ms)[3] = least_interval_ms - 1; });
    expect_refused([](Config& config) { (*config.interval_ms)[0] = greatest_interval_ms + 1; });
    expect_refused([](Config& config) { config.error_m = 0; });
    expect_refused([](Config& config) { config.error_m = greatest_error_m + 1; });
    expect_refused([](Config& config) { config.time_limit = latest_time + Milliseconds{1}; });
}

TEST(Config, ACourseOutsideItsLimitsIsRefused) {
    expect_refused([](Config& config) { config.course->version = 0; });
    expect_refused([](Config& config) { config.course->legs.clear(); });
    expect_refused([](Config& config) { config.course->legs[0].sport = 5; });
    expect_refused([](Config& config) { config.course->legs[0].laps = 0; });
    expect_refused([](Config& config) { config.course->legs[0].laps = max_config_laps + 1; });
    expect_refused([](Config& config) {
        config.course->legs[0].line.resize(1, Position{Latitude{0}, Longitude{0}});
    });
    expect_refused([](Config& config) {
        auto& line = config.course->legs[0].line;
        line[1] = line[0];
    });
    expect_refused([](Config& config) { config.course->points_dm = {5, 5}; });
    expect_refused([](Config& config) { config.course->points_dm = {6, 5}; });
}

TEST(Config, CarriesThirtyTwoLegsAndNotOneMore) {
    Config config = samples::config();
    config.course->legs.resize(max_config_legs, config.course->legs.front());

    const auto bytes = encode(config);
    ASSERT_TRUE(bytes);
    EXPECT_EQ(decode_config(*bytes), config);

    config.course->legs.push_back(config.course->legs.front());
    EXPECT_EQ(encode(config), tl::unexpected{Error::out_of_range});
}

TEST(Config, CarriesFiveHundredAndTwelvePointsAndNotOneMore) {
    Config config = samples::config();
    config.course->points_dm.clear();
    for (std::uint32_t i = 0; i < max_config_points; ++i) {
        config.course->points_dm.push_back(0xFFFF'0000 + i);
    }

    const auto bytes = encode(config);
    ASSERT_TRUE(bytes);
    EXPECT_EQ(decode_config(*bytes), config);

    config.course->points_dm.push_back(0xFFFF'FFFF);
    EXPECT_EQ(encode(config), tl::unexpected{Error::out_of_range});
}

TEST(Config, ALineThatDoesNotFitTheMessageIsTooLarge) {
    Config config = samples::config();
    auto& line = config.course->legs.front().line;
    while (line.size() < 6'000) {
        line.push_back({Latitude{static_cast<std::int32_t>(line.size() % 2) * 100}, Longitude{0}});
    }

    EXPECT_EQ(encode(config), tl::unexpected{Error::too_large});
}

TEST(Config, ALineIsRefusedWhoseBytesAreNoPlacesOnEarth) {
    EXPECT_TRUE(with_line("44", "02020202"));
    EXPECT_EQ(refusal(with_line("43", "020202")), Error::truncated) << "no longitude";
    EXPECT_EQ(refusal(with_line("44", "02020280")), Error::truncated) << "within a number";
    EXPECT_EQ(refusal(with_line("44", "02020000")), Error::out_of_range) << "twice the same place";
    EXPECT_EQ(refusal(with_line("42", "0202")), Error::out_of_range) << "one place";
    EXPECT_EQ(refusal(with_line("40", "")), Error::out_of_range) << "no place";
    EXPECT_EQ(refusal(with_line("45", "8200020202")), Error::not_canonical);
    EXPECT_EQ(refusal(with_line("47", "0202 80aaea55 02")), Error::out_of_range) << "90.000001 N";
    EXPECT_EQ(refusal(with_line("4d", "0202 fdffffffffffffffff01 02")), Error::out_of_range)
        << "the least number of 64 bits";
}

TEST(Config, WhatANewerServerAddsIsRefusedAndNeverHalfRead) {
    Bytes body = samples::signed_config().body;

    body.front() = std::byte{0x88};
    body.push_back(std::byte{0x00});

    EXPECT_EQ(refusal(decode_config(body)), Error::wrong_type);
}

TEST(SignedConfig, VersionAndTimesAreHeldToTheirRanges) {
    SignedConfig message = samples::signed_config();
    message.version = 0;
    EXPECT_EQ(encode(message), tl::unexpected{Error::out_of_range});

    message = samples::signed_config();
    message.expires = message.not_before;
    EXPECT_EQ(encode(message), tl::unexpected{Error::out_of_range});

    message = samples::signed_config();
    message.expires = latest_time + Milliseconds{1};
    EXPECT_EQ(encode(message), tl::unexpected{Error::out_of_range});
}

TEST(SignedConfig, ASignatureHasSixtyFourBytes) {
    Bytes bytes = *encode(samples::signed_config());
    constexpr std::size_t head_and_signature = 66;
    bytes.resize(bytes.size() - 1);
    bytes[bytes.size() + 1 - head_and_signature + 1] = std::byte{63};

    EXPECT_EQ(decode_signed_config(bytes), tl::unexpected{Error::out_of_range});
}

TEST(SignedConfig, AMessageOfFifteenKibibytesFitsAndNotOneByteMore) {
    SignedConfig message = samples::signed_config();
    const std::size_t around = encode(message)->size() - message.body.size() + 1;
    message.body.resize(max_config_bytes - around);
    ASSERT_TRUE(encode(message));
    EXPECT_EQ(encode(message)->size(), max_config_bytes);

    message.body.push_back({});
    EXPECT_EQ(encode(message), tl::unexpected{Error::too_large});
}

TEST(SignedConfig, SignedIsALabelTheUnitAndEverythingButTheSignature) {
    const SignedConfig message{.version = 4,
                               .expires = from_ms(2'000),
                               .not_before = from_ms(1'000),
                               .body = from_hex("f6")};

    const Bytes bytes = signed_bytes(*UnitSerial::from("unit0001"), message);

    EXPECT_EQ(to_hex(bytes), to_hex(from_hex("87"
                                             "76 6c616e7465726e6520636f6e66696775726174696f6e"
                                             "68 756e697430303031"
                                             "01 04 1907d0 1903e8 41f6")));
}

TEST(SignedConfig, AnyOtherUnitVersionTimeOrBodyIsOtherBytes) {
    const auto unit = *UnitSerial::from("unit0001");
    const SignedConfig message = samples::signed_config();
    const Bytes bytes = signed_bytes(unit, message);
    SignedConfig other = message;

    EXPECT_NE(signed_bytes(*UnitSerial::from("unit0002"), message), bytes);
    other.version += 1;
    EXPECT_NE(signed_bytes(unit, other), bytes);
    other = message;
    other.expires += Milliseconds{1};
    EXPECT_NE(signed_bytes(unit, other), bytes);
    other = message;
    other.not_before += Milliseconds{1};
    EXPECT_NE(signed_bytes(unit, other), bytes);
    other = message;
    other.body.back() ^= std::byte{1};
    EXPECT_NE(signed_bytes(unit, other), bytes);
}

} // namespace
} // namespace lanterne::wire
