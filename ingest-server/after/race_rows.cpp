#include "ingest-server/after/race_rows.hpp"

namespace lanterne::ingest::after {

Result<std::int32_t, std::string> race_of(database::Connection& connection, const Slug& slug) {
    const auto rows = connection.execute("SELECT race_id FROM plan.race WHERE slug = $1",
                                         database::Parameters{}.add(slug.text()));
    if (rows.empty()) {
        return tl::unexpected{slug.text() + ": there is no such race"};
    }
    return rows.get<std::int32_t>(0, 0);
}

std::int64_t late_fixes(database::Connection& connection, std::int32_t race, UtcTime after) {
    const auto rows = connection.execute(
        R"(SELECT coalesce(sum(n), 0)::int8
             FROM (SELECT DISTINCT c.unit_id, c.epoch, c.first, c.n
                     FROM plan.entry e JOIN plan.assignment a USING (entry_id)
                     JOIN race.unit u ON u.serial = a.unit
                     JOIN race.track_chunk c ON c.unit_id = u.unit_id
                      AND c.last_time >= coalesce(lower(a.during), '-infinity')
                      AND c.first_time < coalesce(upper(a.during), 'infinity')
                    WHERE e.race_id = $1 AND c.received_at > $2) late)",
        database::Parameters{}.add(race).add(after));
    return rows.get<std::int64_t>(0, 0);
}

} // namespace lanterne::ingest::after
