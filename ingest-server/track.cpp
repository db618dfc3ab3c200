#include "ingest-server/track.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace lanterne::ingest {

namespace {

/// A total order, so that what is judged after what does not depend on the order of arrival.
bool comes_before(const Fix& a, const Fix& b) {
    const auto order = [](const Fix& fix) {
        return std::tuple{
            fix.time,       fix.accuracy_dm, fix.position.latitude, fix.position.longitude,
            fix.speed_dmps, fix.course_2deg, fix.altitude_dm,       fix.satellites,
            fix.mode};
    };
    return order(a) < order(b);
}

/// `sorted` by time.
bool has_one_near(const std::vector<Fix>& sorted, UtcTime time) {
    const auto near = std::ranges::lower_bound(sorted, time - spare_distance, {}, &Fix::time);
    return near != sorted.end() && near->time <= time + spare_distance;
}

} // namespace

Track merge_track(std::vector<Fix> primary, std::vector<Fix> spare) {
    std::ranges::sort(primary, comes_before);
    std::erase_if(spare, [&](const Fix& fix) { return has_one_near(primary, fix.time); });
    primary.insert(primary.end(), spare.begin(), spare.end());
    std::ranges::sort(primary, comes_before);
    Track track{.fixes = std::move(primary), .places = {}};
    std::erase_if(track.fixes, [&](const Fix& fix) { return !track.places.accept(fix); });
    return track;
}

} // namespace lanterne::ingest
