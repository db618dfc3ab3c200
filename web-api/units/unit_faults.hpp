#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/ids.hpp"
#include "database/connection.hpp"

namespace lanterne::web {

/// What was wrong with what a unit sent, by reason.
struct UnitFault {
    std::string reason;
    std::int64_t messages = 0;
    UtcTime first_at; ///< wall time
    UtcTime last_at;
    std::vector<std::byte> newest; ///< bytes of the last one; at most 4 KiB
};

/// A message that was kept as it came.
struct KeptMessage {
    std::string reason;
    UtcTime seen_at;
    std::vector<std::byte> bytes;
};

struct UnitFaults {
    std::string serial;
    std::vector<UnitFault> faults; ///< the latest first
    std::vector<KeptMessage> kept; ///< the latest first
};

/// Reasons are a few dozen; what is kept of a unit is bounded by ingest.
inline constexpr std::int64_t max_faults_shown = 64;
inline constexpr std::int64_t max_kept_shown = 20;

/// Nothing for a unit that was never heard of and that nobody wears.
std::optional<UnitFaults> read_unit_faults(database::Connection& connection,
                                           const UnitSerial& unit);

/// Bytes may say where an athlete is: they are for the technician alone.
enum class ShowBytes { no, yes };

/// GET /api/v1/units/SERIAL/faults.
std::string faults_json(const UnitFaults& faults, ShowBytes show);

} // namespace lanterne::web
