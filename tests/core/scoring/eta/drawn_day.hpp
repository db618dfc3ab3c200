#pragma once

#include <string_view>

#include "core/scoring/eta/forecaster.hpp"

namespace lanterne::scoring::eta::drawn {

/// Every drawing's gun.
inline const UtcTime gun = *parse_time("2026-06-14T07:00:00Z");

inline UtcTime at(double seconds) {
    return gun + Milliseconds{static_cast<std::int64_t>(seconds * 1000)};
}

inline constexpr double cell_m = 100;

/// A run to the east, 100 m a character: - flat, / eight metres up, \ eight metres down. Timing
/// points at its begin and end, and at `split` metres when that is not 0.
course::Course course_on(std::string_view drawing, double split = 0);

/// An entry goes from the course's begin, or from `begin` metres, seen each 5 seconds:
///   >  100 m in 30 seconds    s  100 m in 45 seconds    o  stands for a minute
/// from `from` seconds after the gun; the field is learned each half a minute. Answers when it is.
double go(Forecaster& forecaster, std::size_t entry, std::string_view way, double from = 0,
          double begin = 0);

double seconds_after_gun(UtcTime time);

/// 10 to 90 %, in seconds.
double width_s(const Band& band);

} // namespace lanterne::scoring::eta::drawn
