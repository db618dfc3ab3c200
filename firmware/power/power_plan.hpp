#pragma once

#include <array>
#include <chrono>
#include <optional>
#include <vector>

#include "core/base/time.hpp"
#include "firmware/power/forecast.hpp"
#include "firmware/sending/profile.hpp"

namespace lanterne::firmware {

/// A way to spare the battery: how often messages go out, and the profile that says so.
struct PowerStep {
    Profile profile = Profile::race;
    std::chrono::milliseconds interval{5'000};

    bool operator==(const PowerStep&) const = default;
};

/// From what is wished to the sparsest: race or ready, economy, then economy a fourth and a
/// sixteenth as often, no rarer than each hour. `intervals` are the profiles' own, by their number.
/// Asleep there is nothing to spare.
std::vector<PowerStep> power_steps(Profile wished,
                                   const std::array<std::chrono::milliseconds, 4>& intervals);

/// Keeps the unit alive to the time limit: goes down the steps when the forecast says that the
/// battery will not last, and up again when it will. Fixes are taken as ever; only messages become
/// rarer.
class PowerPlan {
public:
    using Instant = std::chrono::steady_clock::time_point;

    /// A forecast that says so for this long is followed.
    static constexpr std::chrono::minutes down_after{3};
    static constexpr std::chrono::minutes up_after{10};
    /// To go up it must last longer than needed: by a tenth of what is left, at least this.
    static constexpr std::chrono::minutes least_reserve{15};
    /// Whoever is still on the way at the time limit is given this, again and again.
    static constexpr std::chrono::hours beyond_limit{1};

    /// `steps`: at least one, each sparser than the one before.
    explicit PowerPlan(std::vector<PowerStep> steps) : steps_{std::move(steps)} {}

    /// Other wishes (a new configuration): begins again with the first that lasts.
    void wish(std::vector<PowerStep> steps);

    /// To be asked each minute or so. True when the step has changed: that is to be announced.
    /// Without a time limit there is nothing to last for.
    bool decide(const Forecast& forecast, std::optional<UtcTime> time_limit, UtcTime now,
                Instant steady);

    const PowerStep& step() const { return steps_[at_]; }

    /// Why messages are rare: the battery is low for what is left of the race.
    bool is_sparing() const { return at_ > 0; }

    /// Not even the sparsest step lasts.
    bool falls_short() const { return falls_short_; }

private:
    std::size_t first_that_lasts(const Forecast& forecast, UtcTime until, UtcTime now) const;

    std::vector<PowerStep> steps_;
    std::size_t at_ = 0;
    bool decided_ = false; ///< the first decision waits for nothing
    bool falls_short_ = false;
    std::optional<Instant> down_since_;
    std::optional<Instant> up_since_;
};

} // namespace lanterne::firmware
