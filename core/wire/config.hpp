#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "core/base/ids.hpp"
#include "core/base/time.hpp"
#include "core/base/units.hpp"
#include "core/wire/error.hpp"
#include "core/wire/topic.hpp"

namespace lanterne::wire {

/// Of the whole message, and so of the body too.
inline constexpr std::size_t max_config_bytes = std::size_t{15} * 1024;
inline constexpr std::size_t max_config_legs = 32;
inline constexpr std::size_t max_config_points = 512;
/// Of one leg.
inline constexpr std::uint32_t max_config_laps = 1'000;
/// Race time between two messages.
inline constexpr std::uint32_t least_interval_ms = 50;
inline constexpr std::uint32_t greatest_interval_ms = 86'400'000;
inline constexpr std::uint32_t greatest_error_m = 10'000;

/// One leg of the course, gone `laps` times.
struct ConfigLeg {
    std::uint8_t sport = 4;     ///< 0 swim, 1 bike, 2 run, 3 transition, 4 other
    std::uint32_t laps = 1;     ///< 1 to max_config_laps
    std::vector<Position> line; ///< of one lap; at least two places, no two neighbours the same

    bool operator==(const ConfigLeg&) const = default;
};

/// The way of the unit's race, so that it can foretell what the server will predict.
struct ConfigCourse {
    std::uint32_t version = 1;   ///< from 1
    std::vector<ConfigLeg> legs; ///< 1 to max_config_legs
    std::vector<std::uint32_t>
        points_dm; ///< timing points, along the unrolled legs; ascending, at most max_config_points

    bool operator==(const ConfigCourse&) const = default;
};

/// What a unit is told to do. Nothing here names the unit, a host or a key: those come by hand.
struct Config {
    std::uint8_t shard = 0;   ///< of its topics, 0 to greatest_shard
    std::uint8_t profile = 2; ///< 0 sleep, 1 ready, 2 race, 3 economy
    std::uint8_t qos = 1;     ///< of batches, 0 or 1
    std::optional<std::array<std::uint32_t, 4>>
        interval_ms; ///< between messages, for each profile; none: the profiles' own
    std::optional<std::uint32_t>
        error_m; ///< how far off a prediction may be, 1 to greatest_error_m; none: the unit's own
    std::optional<UtcTime> time_limit; ///< until when the battery must last
    std::optional<ConfigCourse> course;

    bool operator==(const Config&) const = default;
};

using Signature = std::array<std::byte, 64>;

/// A configuration on its way: the body stays bytes until its signature is found good.
struct SignedConfig {
    std::uint32_t version = 1; ///< from 1; a unit takes only what is newer than what it has
    UtcTime expires;           ///< after not_before; from then on it no longer holds
    UtcTime not_before;        ///< it holds from then on; 1970: at once
    Bytes body;                ///< what encode(Config) wrote
    Signature signature{};     ///< Ed25519 of signed_bytes()

    bool operator==(const SignedConfig&) const = default;
};

Result<Bytes> encode(const Config& config);
Result<Config> decode_config(ByteView body);

Result<Bytes> encode(const SignedConfig& config);
/// Looks neither at the signature nor into the body.
Result<SignedConfig> decode_signed_config(ByteView payload);

/// What is signed: a label, the unit's serial (so that what was meant for one unit is nothing to
/// another), and everything but the signature.
Bytes signed_bytes(const UnitSerial& unit, const SignedConfig& config);

} // namespace lanterne::wire
