#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/base/fix.hpp"
#include "core/base/ids.hpp"
#include "ingest-server/plausible.hpp"

namespace lanterne::ingest {

/// Joins what a unit records in that time (race time) to an entry: a row of plan.assignment.
struct Assignment {
    std::int32_t entry = 0; ///< plan.entry.entry_id
    UnitSerial unit;
    std::optional<UtcTime> from;
    std::optional<UtcTime> to; ///< not in it any more
    bool spare = false;

    bool operator==(const Assignment&) const = default;

    bool covers(UtcTime time) const { return (!from || time >= *from) && (!to || time < *to); }
};

/// A spare unit speaks when no primary one did for so long before and after.
inline constexpr Milliseconds spare_distance = std::chrono::seconds{30};

/// The fixes of an entry by time, and the judge of the places of what comes after them.
struct Track {
    std::vector<Fix> fixes;
    PlausibleTrack places;
    std::optional<UtcTime> judged_to; ///< the newest fix that `places` has judged, believed or not
};

/// The track of an entry as it is scored: what its spare unit says fills the holes of
/// the primary one, and places that cannot be are left out. The same for any order of the input.
Track merge_track(std::vector<Fix> primary, std::vector<Fix> spare);

} // namespace lanterne::ingest
