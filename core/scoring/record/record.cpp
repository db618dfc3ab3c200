#include "core/scoring/record/record.hpp"

#include <algorithm>

namespace lanterne::scoring {

bool begins_at(const EntryRecord& record, std::size_t point) {
    if (record.dropped_legs.empty() || record.dropped_legs.front() != 0) {
        return false;
    }
    const auto first =
        std::ranges::find_if(record.course->points(), [&](const course::TimingPoint& one) {
            return !std::ranges::binary_search(record.dropped_legs, one.leg);
        });
    return first - record.course->points().begin() == static_cast<std::ptrdiff_t>(point);
}

Milliseconds raced_between(const EntryRecord& record, UtcTime from, UtcTime to) {
    Milliseconds raced = to - from;
    for (const Neutral& span : record.neutral) {
        const Milliseconds inside = std::min(span.to, to) - std::max(span.from, from);
        raced -= std::max(inside, Milliseconds{0});
    }
    return raced;
}

} // namespace lanterne::scoring
