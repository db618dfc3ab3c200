#pragma once

#include <optional>
#include <span>
#include <vector>

#include "core/scoring/reads/read_list.hpp"
#include "core/scoring/ruling/entry_record.hpp"

namespace lanterne::scoring {

/// A read of an entry, with the passage that it means.
struct PlacedRead {
    Witness witness;
    std::optional<Observation> by_fixes; ///< what the fixes say of the same passage
    bool is_astray = false; ///< the way says that the entry was elsewhere then: no witness

    bool operator==(const PlacedRead&) const = default;
};

/// A read this far from what the fixes say is astray: more than so many seconds and so many
/// standard deviations of the difference.
inline constexpr double astray_s = 10;
inline constexpr double astray_deviations = 6;

/// Which lap each of an entry's reads means (by time), at most one of a clock for a passage.
///
/// By the way first: the lap at which the fixes have the entry at that point nearest to the read's
/// time. So a slow lap stays one lap, and a read twice or in the middle of a lap makes none. Where
/// the fixes do not reach (the unit is silent, or there is none), by order: the next time the
/// course comes to that point, if the time allows to have got there. Reads that fit nowhere, and
/// all but the nearest of one clock for a passage, are left out.
std::vector<PlacedRead> place_reads(const EntryInputs& inputs, std::span<const TimedRead> reads);

} // namespace lanterne::scoring
