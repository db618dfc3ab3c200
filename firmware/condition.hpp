#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

#include "core/wire/status.hpp"
#include "hal/battery.hpp"
#include "hal/link.hpp"

namespace lanterne::firmware {

/// How the unit itself is: its battery and its network, looked at now and then, in the wire's
/// terms. What it borrows must outlive it.
class Condition {
public:
    using Instant = std::chrono::steady_clock::time_point;

    static constexpr std::chrono::seconds interval{10};

    Condition(hal::Battery& battery, hal::Link& link) : battery_{battery}, link_{link} {}

    /// Looks when that is due. True when it did.
    bool look(Instant now);

    /// As the gauge says; nothing without one.
    const std::optional<hal::BatteryReading>& battery() const { return reading_; }

    const hal::LinkState& link() const { return state_; }

    std::optional<std::int32_t> signal_dbm() const;
    wire::Network network() const;

private:
    hal::Battery& battery_;
    hal::Link& link_;
    std::optional<hal::BatteryReading> reading_;
    hal::LinkState state_;
    std::optional<Instant> next_;
};

} // namespace lanterne::firmware
