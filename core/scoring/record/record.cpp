#include "core/scoring/record/record.hpp"

#include <algorithm>

namespace lanterne::scoring {

Milliseconds raced_between(const EntryRecord& record, UtcTime from, UtcTime to) {
    Milliseconds raced = to - from;
    for (const Neutral& span : record.neutral) {
        const Milliseconds inside = std::min(span.to, to) - std::max(span.from, from);
        raced -= std::max(inside, Milliseconds{0});
    }
    return raced;
}

} // namespace lanterne::scoring
