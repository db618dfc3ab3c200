#pragma once

#include <array>
#include <string>

#include "core/base/fix.hpp"
#include "core/plan/act.hpp"
#include "core/plan/race_plan.hpp"

namespace lanterne::scoring {

/// The bytes that stand for an input: equal inputs, and no others, have equal bytes, on any
/// machine. For fingerprints alone; nobody reads them back.
std::array<char, 32> bytes_of(const Fix& fix);
std::string bytes_of(const plan::Act& act);

/// Of what decides results: courses, waves, categories, entries, and the rules. Not of names, and
/// not of what only says who gets a prize.
std::string bytes_of(const plan::RacePlan& plan);

} // namespace lanterne::scoring
