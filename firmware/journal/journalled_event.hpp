#pragma once

#include <cstddef>
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

} // namespace lanterne::firmware
