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

/// Reads the line of each leg from its GPX file. A leg whose line cannot be had is empty, and the
/// reason is added to `faults`.
std::vector<std::optional<course::Leg>> read_legs(const std::vector<LegText>& legs,
                                                  const FolderFiles& files, Faults& faults);

} // namespace lanterne::exchange
