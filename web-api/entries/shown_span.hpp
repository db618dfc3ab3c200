#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/plan/race_plan.hpp"
#include "web-api/results/result_store.hpp"

namespace lanterne::web {

/// From when to when the world may see where an entry was; race time, both ends included.
struct ShownSpan {
    UtcTime from;
    UtcTime to;

    bool holds(UtcTime time) const { return time >= from && time <= to; }
};

/// What the world is told of an entry's way is its race and nothing else: not the way to the start,
/// nor the way home in a unit that was not handed back. So it begins with the start passage (where
/// that is missing but others are not, with the clock: slot or gun), and ends with the finish; of
/// who ended otherwise with the last passage, and of who races now with `now`.
///
/// `status` as standings have it; `passages` are the entry's. Nothing before the first passage.
std::optional<ShownSpan> shown_span(const plan::RacePlan& plan, const plan::Entry& entry,
                                    std::string_view status, std::span<const PassageRow> passages,
                                    UtcTime now);

} // namespace lanterne::web
