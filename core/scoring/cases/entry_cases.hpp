#pragma once

#include <vector>

#include "core/scoring/cases/case.hpp"
#include "core/scoring/cases/case_inputs.hpp"

namespace lanterne::scoring {

/// Off the course for longer, standing for longer, and silent for longer than it announced, is a
/// case.
inline constexpr Milliseconds off_course_case = std::chrono::minutes{1};
inline constexpr Milliseconds standing_case = std::chrono::minutes{10};
inline constexpr Milliseconds silent_grace = std::chrono::minutes{2};
inline constexpr Milliseconds silent_unannounced = std::chrono::minutes{5};

/// So long above its sport's speed is a vehicle.
inline constexpr Milliseconds vehicle_case = std::chrono::seconds{90};

/// What concerns that entry alone.
std::vector<Case> cases_of(const CaseInputs& inputs, const CaseEntry& one);

} // namespace lanterne::scoring
