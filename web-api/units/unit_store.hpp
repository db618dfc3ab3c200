#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/plan/race_plan.hpp"
#include "database/connection.hpp"

namespace lanterne::web {

/// A unit as the technician sees it, with the entry that wears it.
struct UnitRow {
    std::string serial;
    std::string state; ///< new, known, retired; "expected": assigned, but never heard of
    std::string link;
    std::optional<UtcTime> last_seen;     ///< wall time
    std::optional<UtcTime> last_fix_time; ///< race time
    std::optional<std::int16_t> battery_pct;
    std::optional<std::string> firmware;
    std::optional<std::string> board;
    std::optional<std::int64_t> journalled;
    std::optional<std::int64_t> receipted;
    std::optional<std::int64_t> offered_version; ///< of its configuration; none: none is offered
    std::optional<std::int64_t> applied_version; ///< as it says; 0: none
    std::optional<std::string> refused_reason;   ///< why it did not take what it was offered last
    std::optional<std::int16_t> profile;         ///< 0 sleep, 1 ready, 2 race, 3 economy
    std::optional<UtcTime> lasts_until;          ///< its battery, race time
    std::int64_t faults = 0;                     ///< messages of it that something was wrong with
    std::optional<UtcTime> last_fault;           ///< wall time
    std::optional<std::string> bib;
    std::optional<std::string> race;
    std::optional<plan::RehearsalClock> rehearsal; ///< of that race
};

inline constexpr std::int64_t max_units_shown = 10'000;

/// Every unit, by serial; of several assignments the one made last.
std::vector<UnitRow> read_units(database::Connection& connection);

/// GET /api/v1/units; `wall` is now.
std::string units_json(const std::vector<UnitRow>& units, UtcTime wall);

} // namespace lanterne::web
