#pragma once

#include <optional>
#include <vector>

#include "core/course/course.hpp"
#include "core/exchange/fault.hpp"
#include "core/exchange/race_toml.hpp"

namespace lanterne::exchange {

/// A measured mark's distance from the line, at most, where its position is given.
inline constexpr Metres max_mark_off{30};

inline constexpr std::size_t max_marks = 20'000; ///< of a leg, all laps together

/// Puts the measured marks on the legs of a course, which stand beside their texts. A mark that
/// fits neither the line nor the other marks is added to `faults`.
void put_marks(const RaceText& race, std::vector<std::optional<course::Leg>>& legs, Faults& faults);

} // namespace lanterne::exchange
