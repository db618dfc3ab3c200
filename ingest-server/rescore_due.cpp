#include "ingest-server/results_store.hpp"

namespace lanterne::ingest::results_store {

using database::Connection;
using database::Parameters;
using database::Rows;

// An entry that is deleted meanwhile must not refuse what is stored: it is locked, or left out.
// Where no race is elsewhere, which is asked first, no unit is looked for.
// A row that says enough already is locked all the same, so that it stays until our COMMIT.
void announce(Connection& connection, std::span<const FixSpan> fixes,
              const std::vector<std::int32_t>& own, UtcTime wall) {
    std::vector<std::string> units;
    std::vector<UtcTime> first;
    std::vector<UtcTime> last;
    std::vector<UtcTime> late_from;
    for (const FixSpan& span : fixes) {
        units.push_back(span.unit.text());
        first.push_back(span.first);
        last.push_back(span.last);
        late_from.push_back(span.first - spare_distance); // as KeptRace::score says it
    }
    connection.execute(
        R"(WITH told AS (
               INSERT INTO race.rescore_due AS d (race_id, entry_id, since, late_from)
               SELECT e.race_id, e.entry_id, $6, late_from
                 FROM (SELECT a.entry_id, min(f.late_from) AS late_from
                         FROM unnest($1::text[], $2::timestamptz[], $3::timestamptz[],
                                     $4::timestamptz[]) f (unit, first, last, late_from)
                         JOIN plan.assignment a
                           ON a.unit = f.unit AND a.during && tstzrange(f.first, f.last, '[]')
                        WHERE EXISTS (SELECT FROM plan.race
                                       WHERE retired_at IS NULL AND race_id <> ALL ($5))
                        GROUP BY a.entry_id) worn
                 JOIN plan.entry e USING (entry_id)
                 JOIN plan.race r USING (race_id)
                WHERE e.race_id <> ALL ($5) AND r.retired_at IS NULL
                  AND NOT EXISTS (SELECT FROM race.race_state s
                                   WHERE s.race_id = e.race_id AND s.archived IS NOT NULL)
                ORDER BY e.race_id, e.entry_id
                  FOR KEY SHARE OF e
                   ON CONFLICT (race_id, entry_id) DO UPDATE
                  SET late_from = excluded.late_from WHERE excluded.late_from < d.late_from
               RETURNING race_id)
           SELECT pg_notify('ingest', race_id::text) FROM (SELECT DISTINCT race_id FROM told) t)",
        Parameters{}
            .add_array(units)
            .add_array(first)
            .add_array(last)
            .add_array(late_from)
            .add_array(std::span<const std::int32_t>{own})
            .add(wall));
}

std::vector<std::int32_t> announced(Connection& connection,
                                    const std::vector<std::int32_t>& races) {
    const Rows rows =
        connection.execute("SELECT DISTINCT race_id FROM race.rescore_due WHERE race_id = ANY ($1)",
                           Parameters{}.add_array(std::span<const std::int32_t>{races}));
    std::vector<std::int32_t> told;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        told.push_back(rows.get<std::int32_t>(i, 0));
    }
    return told;
}

// Rows that a storing transaction has just now are left for the next time: to wait for one that
// waits for us would be a deadlock.
Due take_announced(Connection& connection, const Claim& claim) {
    hold(connection, claim);
    const Rows rows = connection.execute(
        R"(WITH free AS (SELECT race_id, entry_id FROM race.rescore_due WHERE race_id = $1
                            FOR UPDATE SKIP LOCKED)
           DELETE FROM race.rescore_due d USING free
            WHERE d.race_id = free.race_id AND d.entry_id = free.entry_id
           RETURNING d.entry_id, d.late_from)",
        Parameters{}.add(claim.race));
    Due due;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const auto from = rows.get<UtcTime>(i, 1);
        due.emplace(rows.get<std::int32_t>(i, 0),
                    from == UtcTime::min() ? std::nullopt : std::optional{from});
    }
    return due;
}

} // namespace lanterne::ingest::results_store
