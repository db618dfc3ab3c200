#pragma once

#include <algorithm>

#include "core/plan/race_plan.hpp"

namespace lanterne::simulator {

/// Of all waves.
inline UtcTime first_gun(const plan::RacePlan& plan) {
    return std::ranges::min(plan.waves, {}, &plan::Wave::gun).gun;
}

} // namespace lanterne::simulator
