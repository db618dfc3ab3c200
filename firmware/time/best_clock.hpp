#pragma once

#include "firmware/time/sampler.hpp"
#include "hal/clock.hpp"

namespace lanterne::firmware {

/// The system's clock, but UTC as the receiver has it once that is known: a board without a
/// battery-backed clock starts in another year. What it borrows must outlive it.
class BestClock final : public hal::Clock {
public:
    BestClock(hal::Clock& system, const Sampler& sampler) : system_{system}, sampler_{sampler} {}

    UtcTime utc() const override { return known_utc().value_or(system_.utc()); }

    std::chrono::steady_clock::time_point steady() const override { return system_.steady(); }

    std::string boot_id() const override { return system_.boot_id(); }

    /// Nothing as long as only the system says what time it is, which may be wrong by years. At a
    /// free pace the system is believed: a rehearsal's clock is set by who runs it.
    std::optional<UtcTime> known_utc() const {
        return sampler_.pace() == Pace::free ? system_.utc() : sampler_.utc(system_.steady());
    }

private:
    hal::Clock& system_;
    const Sampler& sampler_;
};

} // namespace lanterne::firmware
