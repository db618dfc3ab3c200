#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "core/exchange/fault.hpp"
#include "core/exchange/toml_value.hpp"
#include "core/plan/race_plan.hpp"

namespace lanterne::exchange {

/// No wave starts later than that after the race's start.
inline constexpr auto max_gun_delay = std::chrono::hours{48};

/// A time after the race's start: "+00:05:00" or "+00:05".
std::optional<Milliseconds> parse_delay(std::string_view text);

/// The [[wave]] tables; without any, one wave "all" from the race's start. The first gun is the
/// start. A gun that is wrong is a fault and 1970.
std::vector<plan::Wave> read_waves(const TomlValue& document, std::optional<UtcTime> start,
                                   Faults& faults);

/// The [rehearsal] table: race_start is the race's start when absent, wall_start the race_start.
std::optional<plan::RehearsalClock> read_rehearsal(const TomlValue& document,
                                                   std::optional<UtcTime> start, Faults& faults);

} // namespace lanterne::exchange
