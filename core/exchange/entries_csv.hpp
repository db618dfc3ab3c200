#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/exchange/fault.hpp"
#include "core/plan/race_plan.hpp"

namespace lanterne::exchange {

inline constexpr const char* entries_csv_name = "entries.csv";

/// What an entry may name.
struct EntryRules {
    std::vector<plan::Wave> waves; ///< with one alone, an empty wave is that one
    std::vector<plan::Category> categories;
    int race_year = 0;             ///< nobody is born later
    std::optional<UtcTime> start;  ///< of the race: slots lie within two days after it
    std::vector<std::string> legs; ///< ids: what members of a relay may go
};

/// Reads entries.csv; what is wrong is added to `faults`. By bib: shorter first, then by letters,
/// so that 9 comes before 10.
std::vector<plan::Entry> read_entries_csv(std::string_view bytes, const EntryRules& rules,
                                          Faults& faults);

} // namespace lanterne::exchange
