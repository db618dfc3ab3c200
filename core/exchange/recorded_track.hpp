#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/fix.hpp"
#include "core/base/ids.hpp"

namespace lanterne::exchange {

/// A fix with where it came from.
struct RecordedFix {
    Fix fix;
    UnitSerial unit;
    Epoch epoch = 0;
    Sequence number = 0;
    bool spare = false;  ///< of a unit that speaks when no primary one does
    bool scored = false; ///< it is on the track that the results follow from
    UtcTime received;    ///< wall time
};

/// What the units of one entry recorded while it wore them.
struct RecordedTrack {
    Bib bib;
    std::string name;
    std::vector<RecordedFix> fixes; ///< by time
};

/// Where nothing came for longer, a line on a map is cut.
inline constexpr Milliseconds max_gap = std::chrono::minutes{5};

/// The fixes that are scored, cut at gaps and where the line would cross 180 degrees. A fix that
/// would stand alone stays with the piece before it, else with the one behind: only a track of one
/// fix has a piece of one. They lie in the track.
std::vector<std::vector<const RecordedFix*>> pieces_of(const RecordedTrack& track);

/// none, 2d, 3d; unknown: nothing.
std::string_view to_text(FixMode mode);

} // namespace lanterne::exchange
