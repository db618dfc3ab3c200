#pragma once

#include <array>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/base/time.hpp"
#include "core/wire/config.hpp"
#include "web-api/races/race_commands.hpp"

namespace lanterne::web {

/// From then on a unit keeps to its settings again, if nothing else is said.
inline constexpr std::chrono::hours usual_validity{7 * 24};

/// Which units: one by its serial, or all that a race's entries wear.
struct UnitChoice {
    std::string serial;
    std::string race; ///< slug
};

/// What the command line says; texts are checked here. Times are RFC 3339, race time.
struct ConfigOrder {
    UnitChoice units;
    std::string profile = "race";
    std::optional<std::uint8_t> shard; ///< nothing: that of the race that is named, or 0
    std::uint8_t qos = 1;
    std::vector<double> intervals_s; ///< asleep, ready, race, economy; or none
    std::optional<std::uint32_t> error_m;
    std::string at;         ///< empty: at once
    std::string expires;    ///< empty: usual_validity after it begins
    std::string time_limit; ///< empty: none
    std::string course;     ///< slug of the race whose course they are told; empty: none
    std::filesystem::path key;
};

/// Signs it for each unit, in one transaction; ingest publishes it. A unit that cannot have it is
/// named and makes the exit code 1; the others get theirs. `wall` is now. Throws as the database
/// does.
Outcome configure_units(const std::string& conninfo, const ConfigOrder& order, UtcTime wall);

/// What they are offered is offered no longer. What they have applied holds until it expires.
Outcome unconfigure_units(const std::string& conninfo, const UnitChoice& choice);

} // namespace lanterne::web
