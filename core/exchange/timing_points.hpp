#pragma once

#include <optional>
#include <vector>

#include "core/course/course.hpp"
#include "core/exchange/fault.hpp"
#include "core/exchange/race_toml.hpp"

namespace lanterne::exchange {

/// A timing point on all of its laps together stays under this.
inline constexpr std::size_t max_timing_points = 20'000;

struct Gates {
    std::vector<course::Location> locations;
    std::vector<course::TimingPoint> points; ///< along is within the lap until it is unrolled
};

/// The locations of the folder, whose legs stand beside their texts. One that says no place is
/// added to `faults`.
std::vector<course::Location> place_locations(const RaceText& race,
                                              const std::vector<std::optional<course::Leg>>& legs,
                                              Faults& faults);

/// Puts the timing points of one course on its legs and adds what does not fit to `faults`: then
/// the result is not whole. Points that state their own place get a location of their own.
/// `locations` are the folder's.
Gates place_gates(const RaceText& race, const std::vector<std::optional<course::Leg>>& legs,
                  std::vector<course::Location> locations, Faults& faults);

} // namespace lanterne::exchange
