#pragma once

#include <span>
#include <vector>

#include "core/scoring/athlete.hpp"

namespace lanterne::scoring {

/// How the athletes stand as of then; see Race::standings().
std::vector<Standing> standings_of(std::span<const Athlete* const> athletes, UtcTime as_of);

} // namespace lanterne::scoring
