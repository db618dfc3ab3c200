#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/plan/race_plan.hpp"
#include "web-api/entries/way_on.hpp"
#include "web-api/results/result_store.hpp"

namespace lanterne::web {

/// From when to when the world may see where an entry was; race time, both ends included. Of that
/// only what lies on the course.
struct ShownSpan {
    UtcTime from;
    UtcTime to;
    /// Its last passage, of one who may not race any more. Nobody timed it behind that: what
    /// follows is shown as far as it goes on along the course, see goes_on_until().
    std::optional<PassedAt> last = std::nullopt;

    bool holds(UtcTime time) const { return time >= from && time <= to; }
};

/// What is known of an entry.
struct EntryState {
    std::string_view status;              ///< as standings have it
    std::span<const PassageRow> passages; ///< its own
    std::optional<UtcTime> out_at = {};   ///< when it was out of the race at the latest
};

/// What the world is told of an entry's way is its race and nothing else: not the way to the start,
/// nor the way home in a unit that was not handed back. So it begins with the start passage (where
/// that is missing but others are not, with the clock: slot or gun), and ends with the finish (the
/// last passage, where a race was shortened), or when somebody said that it is out; of who races
/// now with `now`. Nothing before the first passage.
std::optional<ShownSpan> shown_span(const plan::RacePlan& plan, const plan::Entry& entry,
                                    const EntryState& state, UtcTime now);

} // namespace lanterne::web
