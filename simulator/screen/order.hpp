#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "simulator/screen/race_now.hpp"

namespace lanterne::simulator {

/// By what the table is sorted; what is worth a look comes first.
enum class Sort : std::uint8_t { bib, place, trouble, fix_age, queue, battery };
inline constexpr std::size_t sort_count = 6;

std::string_view to_text(Sort sort);
Sort next(Sort sort);

/// The entries in that order; equals stay in the plan's.
std::vector<std::size_t> ordered(const RaceNow& now, Sort sort);

/// Something is wrong with it, or it should be there and is not.
bool is_in_trouble(const AthleteNow& athlete);

} // namespace lanterne::simulator
