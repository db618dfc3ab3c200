#pragma once

#include <span>

#include "core/base/fix.hpp"
#include "core/course/course.hpp"

namespace lanterne::web {

/// Whether somebody there may be on the course: not farther from the line of one of its legs than
/// scoring takes for that sport.
bool is_on(const course::Course& course, Position position);

/// A timing point that was passed, on the unrolled course.
struct PassedAt {
    UtcTime time;
    Metres along{0};
};

/// Until when the way behind that point goes on along the course, by its fixes in the order of
/// their times: up to the fix that is farthest along before the first that leaves the course for
/// longer than a quarter of a minute, goes back by more than a receiver errs, or comes after
/// exchange::max_gap. So neither a ride home that crosses the course later nor a walk back on it is
/// part of it. The time of the point itself when nothing goes on.
UtcTime goes_on_until(const course::Course& course, const PassedAt& last,
                      std::span<const Fix> fixes);

} // namespace lanterne::web
