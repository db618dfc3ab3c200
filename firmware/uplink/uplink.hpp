#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/wire/topic.hpp"

namespace lanterne::firmware {

/// How fixes are handed to the broker; status and events are always at_least_once. A receipt is the
/// guarantee either way: the first only saves the broker's acknowledgement.
enum class Qos : std::uint8_t { at_most_once = 0, at_least_once = 1 };

/// The unit's way to the broker. Never a guarantee: only a receipt is. One thread uses it; no call
/// blocks.
struct Uplink {
    virtual ~Uplink() = default;

    /// Counts the connections made so far; 0 before the first. A change means: everything in flight
    /// may be lost, resend what has no receipt.
    virtual std::uint64_t connections() const = 0;
    virtual bool connected() const = 0;

    /// True when the message was taken for sending; false when the link is down or its bounded
    /// queue is full. Of that queue's places fixes may not take the last few, and events not the
    /// very last: a status and an event find room when fixes do not.
    virtual bool publish(wire::UnitChannel channel, std::span<const std::byte> payload) = 0;

    /// The next receipt that arrived, as bytes from outside; nothing when there is none.
    virtual std::optional<std::vector<std::byte>> next_receipt() = 0;

    /// The newest configuration that arrived and was not yet taken, as bytes from outside; nothing
    /// when there is none. It comes again with each connection, being retained.
    virtual std::optional<std::vector<std::byte>> next_config() = 0;

    /// What a configuration may change, from the next message on. `shard` is 0 to 63; another one
    /// than before makes the connection anew, because a connection's will has its topic.
    virtual void use(std::uint8_t shard, Qos fixes) = 0;
};

} // namespace lanterne::firmware
