#pragma once

#include "hal/clock.hpp"

namespace lanterne::hal::simulated {

/// A clock that stands where its world put it.
class Clock final : public hal::Clock {
public:
    void set(UtcTime utc, std::chrono::steady_clock::time_point steady) {
        utc_ = utc;
        steady_ = steady;
    }

    UtcTime utc() const override { return utc_; }

    std::chrono::steady_clock::time_point steady() const override { return steady_; }

private:
    UtcTime utc_{};
    std::chrono::steady_clock::time_point steady_{};
};

} // namespace lanterne::hal::simulated
