#pragma once

#include <cstdint>

namespace lanterne::simulator {

/// What the lowest two bits of a token mean; FORMAT.md.
enum class Token : std::uint8_t { along = 0, small = 1, full = 2, run = 3 };

/// Half of what a small change may be: -8 to 7.
inline constexpr std::int64_t small_half = 8;

} // namespace lanterne::simulator
