#pragma once

#include <string_view>

#include "core/plan/limits.hpp"

namespace lanterne::scoring::results {

/// The enumerator's name.
std::string_view to_text(plan::Outcome outcome);

/// As result lists have it: "DNF"; empty for who finished, races or has not started.
std::string_view short_text(plan::Outcome outcome);

} // namespace lanterne::scoring::results
