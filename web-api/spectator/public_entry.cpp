#include "web-api/spectator/public_entry.hpp"

#include <algorithm>

#include "core/geo/plane.hpp"
#include "web-api/races/statuses.hpp"

namespace lanterne::web {

namespace {

bool is_racing(wire::RaceStatus status) {
    return status == wire::RaceStatus::racing || status == wire::RaceStatus::stopped ||
           status == wire::RaceStatus::silent;
}

bool is_at_a_start(const wire::LiveEntry& entry, const std::vector<Position>& starts) {
    return entry.position && std::ranges::any_of(starts, [&](Position start) {
               return geo::distance(start, *entry.position).value <= shown_around_start_m;
           });
}

} // namespace

wire::LiveEntry public_entry(wire::LiveEntry entry, const std::vector<Position>& starts) {
    if (is_racing(entry.status)) {
        return entry;
    }
    const bool waits = entry.status == wire::RaceStatus::not_started;
    if (!waits || !is_at_a_start(entry, starts)) {
        entry.position.reset();
        entry.speed_dmps.reset();
    }
    if (!tells_along(entry.status)) {
        entry.along_dm.reset();
    }
    return entry;
}

} // namespace lanterne::web
