#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/base/fix.hpp"
#include "core/base/ids.hpp"

namespace lanterne::web {

/// Where an entry was at a time.
struct PastPosition {
    Position position;
    Milliseconds age{0};          ///< of the fix before that time
    bool is_interpolated = false; ///< on the straight way to the fix behind it
};

/// From fixes in the order of their times: on the way between the two around the time, when they
/// are no farther apart than exchange::max_gap, else at the one before. Nothing before the first.
std::optional<PastPosition> position_at(std::span<const Fix> fixes, UtcTime time);

struct EntryPosition {
    Bib bib;
    PastPosition at;
};

/// GET .../positions
std::string positions_json(UtcTime time, const std::vector<EntryPosition>& positions);

} // namespace lanterne::web
