#include "web-api/races/race_calendar.hpp"

#include <fmt/format.h>

#include "core/exchange/ics.hpp"

namespace lanterne::web {

namespace {

UtcTime wall_start(const RaceRow& race) {
    if (!race.rehearsal) {
        return race.starts_at;
    }
    const auto ahead =
        std::chrono::duration<double, std::milli>{race.starts_at - race.rehearsal->race_start};
    return race.rehearsal->wall_start +
           std::chrono::duration_cast<Milliseconds>(ahead / race.rehearsal->rate);
}

} // namespace

std::string race_calendar(const std::string& name, const std::vector<RaceRow>& races) {
    std::vector<exchange::CalendarEvent> events;
    for (const RaceRow& race : races) {
        events.push_back({.uid = fmt::format("race-{}@lanterne", race.slug),
                          .name = race.name,
                          .description = race.rehearsal ? "A rehearsal" : "",
                          .starts_at = wall_start(race),
                          .revised_at = race.imported_at,
                          .sequence = race.revision});
    }
    return exchange::write_ics(name, events);
}

} // namespace lanterne::web
