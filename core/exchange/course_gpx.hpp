#pragma once

#include <span>
#include <string>

#include "core/base/fix.hpp"
#include "core/course/course.hpp"
#include "core/exchange/gpx.hpp"

namespace lanterne::exchange {

/// A recorded track begins a new segment after so long without a fix.
inline constexpr Milliseconds gpx_segment_gap{60'000};

/// A course for maps and watches: a track a leg, one lap each, with heights where they are known;
/// a waypoint a gate, named after its timing points, of type "gate".
Gpx to_gpx(const course::Course& course);

/// What a unit recorded, in order of time, as one track.
Gpx to_gpx(std::string name, std::span<const Fix> fixes);

} // namespace lanterne::exchange
