#pragma once

#include <cstdint>
#include <optional>

namespace lanterne::hal {

enum class NetworkKind : std::uint8_t { none, ethernet, wifi, cellular };

struct LinkState {
    bool up = false; ///< a network is there; whether the broker can be reached is another matter
    NetworkKind kind = NetworkKind::none;
    std::optional<int> signal_dbm; ///< -200 to 0; of wifi and cellular alone

    bool operator==(const LinkState&) const = default;
};

/// The unit's way into the network. One thread uses it.
struct Link {
    virtual ~Link() = default;
    /// What the system says now. Never waits longer than a file read: what takes longer (a modem)
    /// answers with what it last knew.
    virtual LinkState state() = 0;
};

} // namespace lanterne::hal
