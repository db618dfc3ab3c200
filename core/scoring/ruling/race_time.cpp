#include "core/scoring/ruling/race_time.hpp"

#include <algorithm>

namespace lanterne::scoring {

std::optional<UtcTime> started(const EntryRecord& record) {
    if (record.passages.empty()) {
        return std::nullopt;
    }
    if (record.entry->slot) {
        return record.entry->slot;
    }
    const Passage& first = record.passages.front();
    const bool is_start = record.course->points()[first.point].kind == course::PointKind::start;
    return is_start || begins_at(record, first.point) ? std::optional{first.time} : record.gun;
}

const Passage* finish_passage(const EntryRecord& record) {
    const auto found = std::ranges::find_if(
        record.passages, [&](const Passage& passage) { return record.finish == passage.point; });
    return found == record.passages.end() ? nullptr : &*found;
}

} // namespace lanterne::scoring
