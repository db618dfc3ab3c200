#pragma once

#include <string>
#include <vector>

#include "firmware/status/unit_status.hpp"

/// What other programs ask of a unit, such as those that update it.
namespace lanterne::firmware {

/// Why not, each in a few words; empty: yes.
using Objections = std::vector<std::string>;

/// A race that begins within this is not disturbed any more.
inline constexpr std::chrono::hours before_race{24};

/// Whether the unit has proven itself since the program started: a fix was journalled, and the
/// server has receipted one of this start.
Objections objections_to_proven(const UnitStatus& status);

/// Whether the unit may be updated now: no race is armed (the profile is sleep or ready, the
/// battery need not last until some time ahead, no configuration for a race begins within
/// before_race), nobody calls for help, and no fix or event waits that should have a receipt. What
/// is in doubt is an objection.
Objections objections_to_idle(const UnitStatus& status);

} // namespace lanterne::firmware
