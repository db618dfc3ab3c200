#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "core/plan/race_plan.hpp"
#include "core/scoring/results/tables.hpp"

namespace lanterne::scoring::results::written {

inline constexpr UtcTime gun = from_ms(1'780'000'000'000);

UtcTime at(double seconds); ///< after the gun
Bib bib(std::string_view text);

/// A race as people write it down: the first line names columns, each other line is an entry.
///
///   bib  team  S  1    F
///   7    red   0  10   20.5
///
/// Columns of capitals or digits are timing points in the order of the course: S starts, F
/// finishes, the same name again is the next lap. `T>` ends a leg, whose id is "t". Cells are
/// seconds after the gun, "-" is none, "~" before one says that satellites saw it (else a chip
/// did). `bib`, `team`, `sex`, `category`, `wave`, `born` and `slot` (seconds after the gun) are
/// what they say.
struct WrittenRace {
    std::unique_ptr<plan::RacePlan> plan;
    RaceRecord record;

    plan::Rules& rules() { return plan->rules; }

    EntryRecord& entry(std::string_view bib);

    Tables tables() const { return tables_of(record, std::nullopt); }

    Tables tables_at(double seconds) const { return tables_of(record, at(seconds)); }
};

WrittenRace race(std::string_view text);

/// "1 7 0:20 +0:00 | 2 8 0:21 +0:01 | - 9 DNF": place, bib, time, gap; with "-1 lap" behind it, "~"
/// before a place that is linked with the one before.
std::string board(const Table& table);

/// The first ranking's, of a race that is over.
std::string board(const WrittenRace& race);

/// "7 a 0:10 (1) b 0:10 (2) | 8 ...": of each row its segments and ranks there.
std::string legs(const WrittenRace& race);

} // namespace lanterne::scoring::results::written
