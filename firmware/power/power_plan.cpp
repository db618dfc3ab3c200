#include "firmware/power/power_plan.hpp"

#include <algorithm>

namespace lanterne::firmware {
namespace {

constexpr std::chrono::milliseconds rarest = std::chrono::hours{1};

/// How long something has been so; `since` remembers.
std::chrono::steady_clock::duration
lasted(bool so, std::optional<std::chrono::steady_clock::time_point>& since,
       std::chrono::steady_clock::time_point now) {
    if (!so) {
        since.reset();
        return std::chrono::steady_clock::duration::min();
    }
    since = since.value_or(now);
    return now - *since;
}

} // namespace

std::vector<PowerStep> power_steps(Profile wished,
                                   const std::array<std::chrono::milliseconds, 4>& intervals) {
    const auto own = [&](Profile profile) { return intervals[static_cast<std::size_t>(profile)]; };
    std::vector<PowerStep> steps{{.profile = wished, .interval = own(wished)}};
    if (wished == Profile::sleep) {
        return steps;
    }
    for (const int rarer : {1, 4, 16}) {
        const auto interval = std::min(own(Profile::economy) * rarer, rarest);
        if (interval > steps.back().interval) {
            steps.push_back({.profile = Profile::economy, .interval = interval});
        }
    }
    return steps;
}

void PowerPlan::wish(std::vector<PowerStep> steps) { *this = PowerPlan{std::move(steps)}; }

std::size_t PowerPlan::first_that_lasts(const Forecast& forecast, UtcTime until,
                                        UtcTime now) const {
    const auto lasts = [&](const PowerStep& each) {
        const auto end = forecast.lasts_until(each.interval, now);
        return !end || *end >= until;
    };
    return static_cast<std::size_t>(std::find_if(steps_.begin(), steps_.end(), lasts) -
                                    steps_.begin());
}

bool PowerPlan::decide(const Forecast& forecast, std::optional<UtcTime> time_limit, UtcTime now,
                       Instant steady) {
    const std::size_t before = at_;
    const std::size_t last = steps_.size() - 1;
    const UtcTime until = time_limit ? std::max(*time_limit, now + beyond_limit) : now;
    const UtcTime with_reserve =
        time_limit ? until + std::max<Milliseconds>((until - now) / 10, least_reserve) : now;
    const std::size_t needed = first_that_lasts(forecast, until, now);
    const std::size_t safe = std::min(last, first_that_lasts(forecast, with_reserve, now));
    falls_short_ = needed > last;
    const auto down_for = lasted(needed > at_, down_since_, steady);
    const auto up_for = lasted(safe < at_, up_since_, steady);
    if (!decided_ || down_for >= down_after) {
        at_ = std::clamp(needed, at_, last);
        down_since_.reset();
    } else if (up_for >= up_after) {
        at_ = safe;
        up_since_.reset();
    }
    decided_ = true;
    return at_ != before;
}

} // namespace lanterne::firmware
