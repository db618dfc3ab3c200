#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "core/wire/topic.hpp"

namespace lanterne::firmware {

/// The unit's way to the broker. Never a guarantee: only a receipt is. One thread uses it; no call
/// blocks.
struct Uplink {
    virtual ~Uplink() = default;

    /// Counts the connections made so far; 0 before the first. A change means: everything in flight
    /// may be lost, resend what has no receipt.
    virtual std::uint64_t connections() const = 0;
    virtual bool connected() const = 0;

    /// True when the message was taken for sending; false when the link is down or its bounded
    /// queue is full.
    virtual bool publish(wire::UnitChannel channel, std::span<const std::byte> payload) = 0;

    /// The next receipt that arrived, as bytes from outside; nothing when there is none.
    virtual std::optional<std::vector<std::byte>> next_receipt() = 0;
};

} // namespace lanterne::firmware
