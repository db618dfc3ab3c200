#pragma once

#include <string_view>
#include <vector>

#include "core/course/race_plan.hpp"
#include "core/exchange/fault.hpp"

namespace lanterne::exchange {

/// What an entry may name.
struct EntryRules {
    std::vector<course::Wave> waves; ///< with one alone, an empty wave is that one
    std::vector<course::Category> categories;
    int race_year = 0; ///< nobody is born later
};

/// Reads entries.csv; what is wrong is added to `faults`. By bib: shorter first, then by letters,
/// so that 9 comes before 10.
std::vector<course::Entry> read_entries_csv(std::string_view bytes, const EntryRules& rules,
                                            Faults& faults);

} // namespace lanterne::exchange
