#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/ids.hpp"

namespace lanterne::wire {

/// Shards are 0 to this one.
inline constexpr std::uint8_t greatest_shard = 63;

/// What a unit publishes: ln/1/s<shard>/<unit>/{f,b,e,s}. What comes late has a channel of its own:
/// a broker's queue cannot be overtaken, and where an athlete is now must not wait for where they
/// were.
enum class UnitChannel : char { fixes = 'f', backlog = 'b', events = 'e', status = 's' };

/// Its messages are batches.
constexpr bool carries_fixes(UnitChannel channel) {
    return channel == UnitChannel::fixes || channel == UnitChannel::backlog;
}

struct UnitTopic {
    std::uint8_t shard = 0; ///< 0 to greatest_shard
    UnitSerial unit;
    UnitChannel channel = UnitChannel::fixes;

    bool operator==(const UnitTopic&) const = default;
};

std::string to_text(const UnitTopic& topic);
std::optional<UnitTopic> parse_unit_topic(std::string_view topic);

/// ln/1/<unit>/a and ln/1/<unit>/c: what a unit reads.
std::string receipt_topic(const UnitSerial& unit);
std::string configuration_topic(const UnitSerial& unit);

/// ln/live/<race>/f: a frame; ln/live/<race>/s: a snapshot (core/wire/live.hpp).
enum class LiveChannel : char { frame = 'f', snapshot = 's' };

std::string live_topic(const Slug& race, LiveChannel channel);

struct LiveTopic {
    Slug race;
    LiveChannel channel = LiveChannel::frame;

    bool operator==(const LiveTopic&) const = default;
};

std::optional<LiveTopic> parse_live_topic(std::string_view topic);

/// What ingest subscribes to: one channel of all units of a shard.
std::string shard_filter(std::uint8_t shard, UnitChannel channel);

/// What all units publish, and what web-api subscribes to.
inline constexpr std::string_view all_units_filter = "ln/1/+/+/+";
inline constexpr std::string_view all_live_filter = "ln/live/#";

} // namespace lanterne::wire
