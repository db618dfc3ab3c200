#include "ingest-server/track.hpp"

#include <algorithm>
#include <utility>

#include "core/scoring/scored_order.hpp"

namespace lanterne::ingest {

namespace {

/// `sorted` by time.
bool has_one_near(const std::vector<Fix>& sorted, UtcTime time) {
    const auto near = std::ranges::lower_bound(sorted, time - spare_distance, {}, &Fix::time);
    return near != sorted.end() && near->time <= time + spare_distance;
}

} // namespace

Track merge_track(std::vector<Fix> primary, std::vector<Fix> spare) {
    scoring::sort_as_scored(primary);
    std::erase_if(spare, [&](const Fix& fix) { return has_one_near(primary, fix.time); });
    primary.insert(primary.end(), spare.begin(), spare.end());
    scoring::sort_as_scored(primary);
    Track track{.fixes = std::move(primary), .places = {}, .judged_to = std::nullopt};
    if (!track.fixes.empty()) {
        track.judged_to = track.fixes.back().time;
    }
    std::erase_if(track.fixes, [&](const Fix& fix) { return !track.places.accept(fix); });
    return track;
}

} // namespace lanterne::ingest
