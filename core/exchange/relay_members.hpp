#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/plan/race_plan.hpp"

namespace lanterne::exchange {

/// The members of a relay as a cell of entries.csv says them: "bike=Ana; run=Bo". Back it reads
/// whatever has that form, unchecked.
std::string members_text(const std::vector<plan::Member>& members);
std::vector<plan::Member> members_in(std::string_view text);

} // namespace lanterne::exchange
