#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/base/ids.hpp"
#include "core/base/time.hpp"
#include "core/wire/batch.hpp"
#include "core/wire/error.hpp"

namespace lanterne::wire {

inline constexpr std::size_t max_status_bytes = 512;

enum class Link : std::uint8_t { down = 0, up = 1 };

/// By what the unit reaches the broker.
enum class Network : std::uint8_t { none = 0, ethernet = 1, wifi = 2, cellular = 3 };

/// The highest number of a profile (sleep, ready, race, economy).
inline constexpr std::uint8_t greatest_profile = 3;

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
    std::uint8_t profile = 2;     ///< that it keeps to now: 0 sleep, 1 ready, 2 race, 3 economy
    std::optional<UtcTime> lasts_until; ///< of the battery, by the unit's own forecast
    Network network = Network::none;
    std::optional<std::int32_t> signal_dbm; ///< -200 to 0
    std::optional<std::uint32_t> fix_age_s; ///< wall time since the newest fix; none: no fix yet
    std::optional<std::uint32_t>
        next_report_s;            ///< race time until the next message is due, at most 86'400
    Reason reason = Reason::none; ///< why that may be long

    bool operator==(const Status&) const = default;
};

Result<Bytes> encode(const Status& status);
/// Items that a newer firmware appends are passed over; what the first firmware did not say yet
/// keeps its default.
Result<Status> decode_status(ByteView payload);

} // namespace lanterne::wire
