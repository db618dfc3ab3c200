#pragma once

#include <cstdint>
#include <vector>

#include "core/scoring/results/placing.hpp"

namespace lanterne::scoring::results {

/// What orders a competitor with a place.
struct Item {
    Placed placed;
    const JudgedPassage* end = nullptr;   ///< the passage that its time ends with
    const JudgedPassage* begin = nullptr; ///< that it begins with; nullptr: not a passage
    Milliseconds sorted_by{0};            ///< its total; in a bunch the first one's
    std::uint32_t order = 0;              ///< among those sorted by one time, before any tie-break
    bool may_break_ties = true;           ///< false: nobody knows that it has the same time
    std::vector<std::int64_t> ties;       ///< less is better
};

/// Gives those whom less than the gap separates the time of the first of them, and an order. Sorted
/// by what they raced; one clock started them all.
void group_times(std::vector<Item>& items, Milliseconds gap);

/// Gives those of equal times who passed together the order that judges saw. Sorted by total.
void hear_judges(std::vector<Item>& items);

/// Gives those whom satellites do not tell apart one time to be sorted by, and the judges' order:
/// whom they named first, the others share the place behind. Sorted by laps, then total and order.
void join_bunches(std::vector<Item>& items);

/// True when chance may have made the order of these two: the difference of their times is less
/// than 1.96 standard deviations of it, and no judge saw them.
bool are_linked(const Item& before, const Item& item);

} // namespace lanterne::scoring::results
