#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/plan/rewards.hpp"

namespace lanterne::scoring::results {

/// Hundredths of points for the place from 1 that so many share.
std::int64_t award_for(const std::vector<std::uint32_t>& places, plan::SharedPoints shared,
                       std::size_t place, std::size_t sharing);

/// What separates two of equal points: how often they were first, second, ... up to `width`, less
/// being better. A place of 0 is none.
std::vector<std::int64_t> wins_of(std::span<const std::size_t> places, std::size_t width);

} // namespace lanterne::scoring::results
