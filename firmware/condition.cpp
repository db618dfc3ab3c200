#include "firmware/condition.hpp"

#include "core/wire/limits.hpp"

namespace lanterne::firmware {

bool Condition::look(Instant now) {
    if (next_ && now < *next_) {
        return false;
    }
    next_ = now + interval;
    reading_ = battery_.read();
    state_ = link_.state();
    return true;
}

std::optional<std::int32_t> Condition::signal_dbm() const {
    return state_.signal_dbm && wire::is_signal(*state_.signal_dbm)
               ? std::optional<std::int32_t>{*state_.signal_dbm}
               : std::nullopt;
}

wire::Network Condition::network() const {
    if (!state_.up) {
        return wire::Network::none;
    }
    switch (state_.kind) {
    case hal::NetworkKind::none: return wire::Network::none;
    case hal::NetworkKind::ethernet: return wire::Network::ethernet;
    case hal::NetworkKind::wifi: return wire::Network::wifi;
    case hal::NetworkKind::cellular: return wire::Network::cellular;
    }
    return wire::Network::none;
}

} // namespace lanterne::firmware
