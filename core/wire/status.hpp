#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/base/ids.hpp"
#include "core/wire/error.hpp"

namespace lanterne::wire {

inline constexpr std::size_t max_status_bytes = 512;

enum class Link : std::uint8_t { down = 0, up = 1 };

/// What a unit says of itself, retained. As the Will only link, firmware, board and epoch are
/// meant.
struct Status {
    Link link = Link::down;
    std::string firmware; ///< 1 to 32 bytes of printable ASCII
    std::string board;    ///< the same
    Epoch epoch = 0;
    Sequence journalled = 0;                 ///< fixes numbered in this epoch
    Sequence receipted = 0;                  ///< below it everything has a receipt
    std::optional<std::uint8_t> battery_pct; ///< 0 to 100
    std::uint32_t applied_version = 0;       ///< of the configuration; 0: none
    std::optional<std::string>
        refused_reason;           ///< why the newest configuration was not applied, 1 to 64 bytes
    std::uint32_t unaccepted = 0; ///< fixes that the server never receipts, set aside

    bool operator==(const Status&) const = default;
};

Result<Bytes> encode(const Status& status);
/// Items that a newer firmware appends are passed over.
Result<Status> decode_status(ByteView payload);

} // namespace lanterne::wire
