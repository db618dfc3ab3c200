#include "ingest-server/results_store.hpp"

namespace lanterne::ingest::results_store {

using database::Connection;
using database::Parameters;

// An entry that is deleted meanwhile must not refuse what is stored: it is locked, or left out.
void announce(Connection& connection, std::span<const FixSpan> fixes,
              const std::vector<std::int32_t>& races, UtcTime wall) {
    std::vector<std::string> units;
    std::vector<UtcTime> first;
    std::vector<UtcTime> last;
    for (const FixSpan& span : fixes) {
        units.push_back(span.unit.text());
        first.push_back(span.first);
        last.push_back(span.last);
    }
    connection.execute(
        R"(INSERT INTO race.rescore_due (race_id, entry_id, since)
           SELECT e.race_id, e.entry_id, $5
             FROM (SELECT DISTINCT a.entry_id
                     FROM unnest($1::text[], $2::timestamptz[], $3::timestamptz[])
                          f (unit, first, last)
                     JOIN plan.assignment a
                       ON a.unit = f.unit AND a.during && tstzrange(f.first, f.last, '[]')) worn
             JOIN plan.entry e USING (entry_id)
            WHERE e.race_id = ANY ($4)
            ORDER BY e.race_id, e.entry_id
              FOR KEY SHARE OF e
               ON CONFLICT DO NOTHING)",
        Parameters{}
            .add_array(units)
            .add_array(first)
            .add_array(last)
            .add_array(std::span<const std::int32_t>{races})
            .add(wall));
}

void add_rescore_due(Connection& connection, std::int32_t race, const Due& due, UtcTime wall) {
    std::vector<std::int32_t> ids;
    for (const auto& [entry, from] : due) {
        ids.push_back(entry);
    }
    connection.execute(
        R"(INSERT INTO race.rescore_due (race_id, entry_id, since)
           SELECT $1, unnest($2::int4[]), $3 ON CONFLICT DO NOTHING)",
        Parameters{}.add(race).add_array(std::span<const std::int32_t>{ids}).add(wall));
}

void remove_rescore_due(Connection& connection, std::int32_t race, std::int32_t entry) {
    connection.execute("DELETE FROM race.rescore_due WHERE race_id = $1 AND entry_id = $2",
                       Parameters{}.add(race).add(entry));
}

void clear_rescore_due(Connection& connection, std::int32_t race) {
    connection.execute("DELETE FROM race.rescore_due WHERE race_id = $1", Parameters{}.add(race));
}

} // namespace lanterne::ingest::results_store
