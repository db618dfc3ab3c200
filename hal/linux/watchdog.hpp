#pragma once

#include <string>

#include "hal/clock.hpp"
#include "hal/watchdog.hpp"

namespace lanterne::hal::linux_system {

/// systemd, which restarts a service of Type=notify that is silent for longer than WatchdogSec.
/// Where nobody asked to be notified (no NOTIFY_SOCKET), nothing is said.
class Watchdog final : public hal::Watchdog {
public:
    static constexpr std::size_t max_status = 200; ///< bytes; the rest of a longer one is cut off

    /// The clock must outlive it.
    explicit Watchdog(const hal::Clock& clock);

    void ready() override;
    /// May be said at each turn of a loop: systemd hears it four times within its patience.
    void alive() override;
    void stopping() override;
    /// Bytes that are not printable ASCII become question marks.
    void say(std::string_view status) override;

    std::optional<std::chrono::milliseconds> patience() const override { return patience_; }

private:
    const hal::Clock& clock_;
    std::optional<std::chrono::milliseconds> patience_;
    std::optional<std::chrono::steady_clock::time_point> next_word_;
    std::string status_;
};

} // namespace lanterne::hal::linux_system
