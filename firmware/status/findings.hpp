#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "firmware/status/unit_status.hpp"

/// What a technician makes of a status.
namespace lanterne::firmware {

enum class Urgency : std::uint8_t {
    call, ///< somebody calls for help
    look, ///< it needs a look
    well,
};

/// One part of the unit, in one line.
struct Finding {
    Urgency urgency = Urgency::well;
    std::string part; ///< "fix", "card", ...
    std::string text;

    bool operator==(const Finding&) const = default;
};

/// A fix that is older needs a look.
inline constexpr std::chrono::minutes oldest_fix{1};
/// So does a battery that has less, and no charger.
inline constexpr std::uint32_t least_percent = 20;
/// And fixes that wait although two messages should have brought a receipt, and this has passed.
inline constexpr std::chrono::minutes receipt_grace{5};

/// Whether fixes wait for a receipt that should have come.
bool is_receipt_overdue(const UnitStatus& status);

/// The most urgent first, else in the order in which people ask. `since_written` is how long ago
/// the status was written.
std::vector<Finding> findings(const UnitStatus& status, Milliseconds since_written);

/// The whole for people: a line that says how the unit is, then a line each part, marked with "!"
/// where it needs a look and with "SOS" where somebody calls for help.
std::string to_text(const UnitStatus& status, const std::vector<Finding>& findings);

} // namespace lanterne::firmware
