#pragma once

#include <vector>

#include "core/base/units.hpp"
#include "core/wire/live.hpp"

namespace lanterne::web {

/// A unit is switched on at home, and carried home: where it is is shown before the start only so
/// far from a start of the race.
inline constexpr double shown_around_start_m = 500;

/// What everybody may see of an entry: how it stands, and where it is while it races or waits at
/// the start. Where it is off the course, or after it has finished or gave up, is nobody's
/// business: such an entry has no place and no speed, and only who finished has an along.
wire::LiveEntry public_entry(wire::LiveEntry entry, const std::vector<Position>& starts);

} // namespace lanterne::web
