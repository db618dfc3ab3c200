#include <utility>

#include "ingest-server/store.hpp"
#include "ingest-server/store_columns.hpp"

namespace lanterne::ingest::store {

using database::Connection;
using database::Parameters;
using database::Rows;

namespace {

Parameters to_parameters(std::span<const SentChunk> sent) {
    std::vector<std::string> units;
    ChunkColumns chunks;
    for (const SentChunk& chunk : sent) {
        units.push_back(chunk.unit.text());
        chunks.add(chunk.epoch, chunk.first, *chunk.fixes, chunk.implausible, *chunk.payload);
    }
    Parameters parameters;
    parameters.add_array(units);
    chunks.add_to(parameters);
    return parameters;
}

} // namespace

std::vector<GrownEpoch> insert_whole(Connection& connection, std::span<const SentChunk> sent,
                                     UtcTime wall) {
    // Whoever writes the same row first makes the other wait, and the conditions are looked at
    // again with what the first one left (PostgreSQL manual, 13.2.1): so nothing is stored twice.
    // The planner sees neither how many are sent nor how many grow and would compare each with
    // each; a FULL JOIN must be hashed, and coalesce keeps it one.
    const Rows rows = connection.execute(
        R"(WITH sent AS MATERIALIZED (
               SELECT u.unit_id, u.next_report_s, u.reason,
                      u.last_fix_time IS NULL OR
                      u.last_seen NOT BETWEEN $9 - $10 * interval '1 second' AND $9 AS is_due, s.*
                 FROM unnest($1::text[], $2::int8[], $3::int8[], $4::int2[], $5::timestamptz[],
                             $6::timestamptz[], $7::text[], $8::bytea[]) WITH ORDINALITY
                      s(serial, epoch, first, n, first_time, last_time, marks, payload, place)
                 JOIN race.unit u USING (serial)),
           grown AS (
               UPDATE race.unit_epoch e
                  SET received = e.received + g.more
                 FROM (SELECT unit_id, epoch, range_agg(int8range(first, first + n)) AS more,
                              min(place) AS place, bool_or(is_due) AS is_due,
                              min(next_report_s) AS next_report_s, min(reason) AS reason
                         FROM sent GROUP BY unit_id, epoch ORDER BY unit_id, epoch) g
                WHERE e.unit_id = g.unit_id AND e.epoch = g.epoch
                  AND NOT e.received && g.more AND NOT e.lost && g.more
               RETURNING g.place, e.unit_id, g.is_due, g.next_report_s, g.reason, e.epoch, e.month,
                         e.received, e.lost, e.events, e.disputed),
           stored AS (
               INSERT INTO race.track_chunk (month, unit_id, epoch, first, n, first_time, last_time,
                                             implausible, payload, received_at)
               SELECT g.month, s.unit_id, s.epoch, s.first, s.n, s.first_time, s.last_time,
                      nullif(s.marks, '')::smallint[], s.payload, $9
                 FROM sent s FULL JOIN grown g ON s.unit_id = g.unit_id AND s.epoch = g.epoch
                WHERE coalesce(g.place, 0) > 0)
           SELECT place, unit_id, is_due, next_report_s, reason, month::text, received, lost,
                  events, disputed
             FROM grown)",
        to_parameters(sent).add(wall).add(std::int32_t{unit_written_each_s}));
    std::vector<GrownEpoch> grown;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const SentChunk& chunk = sent[static_cast<std::size_t>(rows.get<std::int64_t>(i, 0)) - 1];
        grown.push_back({.unit = chunk.unit,
                         .key = {rows.get<std::int32_t>(i, 1), chunk.epoch},
                         .is_due = rows.get<bool>(i, 2),
                         .next_report_s = rows.get_optional<std::int32_t>(i, 3),
                         .reason = rows.get_optional<std::int16_t>(i, 4),
                         .ledger = to_ledger(rows, i, 5)});
    }
    return grown;
}

} // namespace lanterne::ingest::store
