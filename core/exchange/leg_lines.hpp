#pragma once

#include <optional>
#include <vector>

#include "core/course/course.hpp"
#include "core/exchange/fault.hpp"
#include "core/exchange/race_folder.hpp"
#include "core/exchange/race_toml.hpp"

namespace lanterne::exchange {

/// Two neighbours of a course's line are no farther apart.
inline constexpr Metres max_step{5'000};

/// A leg, or the next lap of it, begins no farther from where the last one ends.
inline constexpr Metres max_gap{200};

/// A certified length differs from the drawn one by no more than this part of it; otherwise laps or
/// file are wrong. Swims are left out: they are never measured well.
inline constexpr double max_certified_difference = 0.15;

/// Reads the line of each leg from its GPX file. A leg whose line cannot be had is empty, and the
/// reason is added to `faults`; so is what does not join.
std::vector<std::optional<course::Leg>> read_legs(const std::vector<LegText>& legs,
                                                  const FolderFiles& files, Faults& faults);

} // namespace lanterne::exchange
