#include "core/plan/race_plan.hpp"

#include <algorithm>
#include <cmath>

namespace lanterne::plan {

UtcTime race_time(const std::optional<RehearsalClock>& rehearsal, UtcTime wall) {
    if (!rehearsal) {
        return wall;
    }
    const double since = static_cast<double>((wall - rehearsal->wall_start).count());
    const double raced =
        static_cast<double>(to_ms(rehearsal->race_start)) + since * rehearsal->rate;
    // Clamped, because a wall clock from outside may be anything.
    return from_ms(std::llround(std::clamp(raced, static_cast<double>(to_ms(earliest_time)),
                                           static_cast<double>(to_ms(latest_time)))));
}

} // namespace lanterne::plan
