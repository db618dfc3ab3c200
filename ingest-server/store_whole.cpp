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
    // The lock makes whoever else writes the same epoch wait; what is stored is what the locked row
    // shows to be missing.
    const Rows rows = connection.execute(
        R"(WITH sent AS MATERIALIZED (
               SELECT u.unit_id, s.*
                 FROM unnest($1::text[], $2::int8[], $3::int8[], $4::int2[], $5::timestamptz[],
                             $6::timestamptz[], $7::text[], $8::bytea[])
                      s(serial, epoch, first, n, first_time, last_time, marks, payload)
                 JOIN race.unit u USING (serial)),
           held AS MATERIALIZED (
               SELECT e.unit_id, e.epoch, e.month, e.received, e.lost
                 FROM race.unit_epoch e
                WHERE (e.unit_id, e.epoch) IN (SELECT unit_id, epoch FROM sent)
                ORDER BY e.unit_id, e.epoch
                  FOR UPDATE),
           stored AS (
               INSERT INTO race.track_chunk (month, unit_id, epoch, first, n, first_time, last_time,
                                             implausible, payload, received_at)
               SELECT h.month, s.unit_id, s.epoch, s.first, s.n, s.first_time, s.last_time,
                      nullif(s.marks, '')::smallint[], s.payload, $9
                 FROM sent s JOIN held h USING (unit_id, epoch)
                WHERE NOT h.received && int8range(s.first, s.first + s.n)
                  AND NOT h.lost && int8range(s.first, s.first + s.n)
               RETURNING unit_id, epoch, first, n)
           UPDATE race.unit_epoch e
              SET received = e.received + g.more
             FROM (SELECT unit_id, epoch, range_agg(int8range(first, first + n)) AS more
                     FROM stored GROUP BY unit_id, epoch) g
             JOIN race.unit u USING (unit_id)
            WHERE e.unit_id = g.unit_id AND e.epoch = g.epoch
           RETURNING u.serial, e.unit_id, e.epoch, g.more, e.month::text, e.received, e.lost,
                     e.events, e.disputed)",
        to_parameters(sent).add(wall));
    std::vector<GrownEpoch> grown;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const auto epoch = static_cast<Epoch>(rows.get<std::int64_t>(i, 2));
        grown.push_back({.unit = UnitSerial::from(rows.get<std::string>(i, 0)).value(),
                         .key = {rows.get<std::int32_t>(i, 1), epoch},
                         .stored = set_of(rows, i, 3),
                         .ledger = to_ledger(rows, i, 4)});
    }
    return grown;
}

} // namespace lanterne::ingest::store
