#pragma once

#include <map>
#include <optional>
#include <span>
#include <vector>

#include "core/scoring/reads/witnesses.hpp"
#include "core/scoring/record/record.hpp"
#include "core/scoring/ruling/entry_record.hpp"

namespace lanterne::scoring {

/// What is told of an entry besides fixes and acts.
struct EntryOutside {
    std::optional<UtcTime> heard; ///< race time at which its unit spoke last; none: by its fixes
    std::optional<Milliseconds> announced; ///< it said that it would speak again within that
    std::optional<std::size_t> units;      ///< that it wears as its own, at once; none: not known
};

using Outside = std::map<Bib, EntryOutside>;

/// An entry as the search for cases sees it. Borrowed for the call.
struct CaseEntry {
    const EntryRecord* record = nullptr;
    std::span<const Disagreement> disagreements; ///< as in EntryFindings
    std::span<const Missing> doubted;
    const ScoredCourse* course = nullptr;
    const Athlete* athlete = nullptr; ///< nullptr while its wave is held
    std::vector<PlacedRead> astray;
};

/// Everything from which cases follow.
struct CaseInputs {
    const RaceRecord& record;
    std::span<const CaseEntry> entries; ///< as in the record
    const Rulings& rulings;
    const Witnesses& witnesses;
    const Outside& outside;
    UtcTime as_of;
};

} // namespace lanterne::scoring
