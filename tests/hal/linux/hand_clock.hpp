#pragma once

#include "hal/clock.hpp"

namespace lanterne::hal::linux_system {

/// A clock that a test turns by hand.
struct HandClock final : hal::Clock {
    static constexpr std::chrono::steady_clock::time_point start{std::chrono::hours{1'000}};

    UtcTime utc() const override { return earliest_time; }

    std::chrono::steady_clock::time_point steady() const override { return now; }

    std::string boot_id() const override { return "hand"; }

    std::chrono::steady_clock::time_point now = start;
};

} // namespace lanterne::hal::linux_system
