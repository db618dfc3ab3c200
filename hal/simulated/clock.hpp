#pragma once

#include <utility>

#include "hal/clock.hpp"

namespace lanterne::hal::simulated {

/// A clock that stands where its world put it.
class Clock final : public hal::Clock {
public:
    void set(UtcTime utc, std::chrono::steady_clock::time_point steady) {
        utc_ = utc;
        steady_ = steady;
    }

    /// The next boot: its name.
    void boot(std::string id) { boot_id_ = std::move(id); }

    UtcTime utc() const override { return utc_; }

    std::chrono::steady_clock::time_point steady() const override { return steady_; }

    std::string boot_id() const override { return boot_id_; }

private:
    UtcTime utc_{};
    std::chrono::steady_clock::time_point steady_{};
    std::string boot_id_ = "simulated";
};

} // namespace lanterne::hal::simulated
