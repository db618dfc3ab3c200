#include "ingest-server/ended_races.hpp"

#include <string>

namespace lanterne::ingest {

void EndedRaces::look(database::Connection& connection, SteadyTime now, UtcTime wall) {
    if (now < next_) {
        return;
    }
    next_ = now + ended_races_interval;
    const database::Rows rows = connection.execute(
        R"(WITH race AS (
               SELECT r.race_id,
                      r.retired_at IS NOT NULL
                          OR coalesce((SELECT state FROM race.publication p
                                        WHERE p.race_id = r.race_id
                                        ORDER BY revision DESC LIMIT 1)
                                      IN ('official', 'amended', 'annulled'), false) AS over
                 FROM plan.race r
                WHERE r.starts_at > $1 OR r.rehearsal_wall_start > $1),
           worn AS (
               SELECT a.unit, a.during, r.over,
                      bool_or(r.over) OVER (PARTITION BY a.unit) AS matters
                 FROM plan.assignment a JOIN plan.entry e USING (entry_id)
                 JOIN race r USING (race_id))
           SELECT unit, coalesce(lower(during), '-infinity'), coalesce(upper(during), 'infinity'),
                  over
             FROM worn WHERE matters
            ORDER BY upper(during) DESC NULLS FIRST LIMIT $2)",
        database::Parameters{}.add(wall - remembered_ended_races).add(max_ended_assignments));
    worn_.clear();
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (const auto unit = UnitSerial::from(rows.get<std::string>(i, 0))) {
            worn_.emplace(*unit, Worn{.from = rows.get<UtcTime>(i, 1),
                                      .to = rows.get<UtcTime>(i, 2),
                                      .is_over = rows.get<bool>(i, 3)});
        }
    }
}

bool EndedRaces::has(const UnitSerial& unit, UtcTime time) const {
    bool is_over = false;
    for (auto [one, end] = worn_.equal_range(unit); one != end; ++one) {
        if (one->second.from <= time && time < one->second.to) {
            if (!one->second.is_over) {
                return false;
            }
            is_over = true;
        }
    }
    return is_over;
}

} // namespace lanterne::ingest
