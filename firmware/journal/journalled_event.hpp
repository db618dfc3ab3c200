#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "core/base/ids.hpp"

namespace lanterne::firmware {

/// An event as it travels.
struct JournalledEvent {
    Epoch epoch = 0;
    Sequence number = 0;
    std::vector<std::byte> bytes;

    bool operator==(const JournalledEvent&) const = default;
};

/// A call for help, or its end, in the bytes of an encoded event: goes before all others, and is
/// given up behind them.
bool is_urgent(std::span<const std::byte> event);

/// Gives up so many, which are oldest first: the oldest that are not urgent, then the oldest.
void drop_oldest(std::vector<JournalledEvent>& events, std::size_t count);

} // namespace lanterne::firmware
