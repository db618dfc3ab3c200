#include <map>

#include "ingest-server/store.hpp"
#include "ingest-server/store_columns.hpp"

namespace lanterne::ingest::store {

namespace {

using database::Connection;
using database::Parameters;

template<class T, class U>
std::optional<T> as(const std::optional<U>& value) {
    return value ? std::optional<T>{static_cast<T>(*value)} : std::nullopt;
}

} // namespace

void insert_chunks(Connection& connection, std::span<const MarkedChunk> chunks, UtcTime wall) {
    std::vector<std::string> months;
    std::vector<std::int32_t> units;
    ChunkColumns columns;
    for (const auto& [chunk, implausible] : chunks) {
        months.push_back(chunk->month);
        units.push_back(chunk->key.unit);
        columns.add(chunk->key.epoch, chunk->first, chunk->fixes, implausible, chunk->payload);
    }
    Parameters parameters;
    parameters.add_array(months).add_array(units);
    columns.add_to(parameters);
    parameters.add(wall);
    connection.execute(
        R"(INSERT INTO race.track_chunk (month, unit_id, epoch, first, n, first_time, last_time,
                                         implausible, payload, received_at)
           SELECT month::date, unit_id, epoch, first, n, first_time, last_time,
                  nullif(marks, '')::smallint[], payload, $10
             FROM unnest($1::text[], $2::int4[], $3::int8[], $4::int8[], $5::int2[],
                         $6::timestamptz[], $7::timestamptz[], $8::text[], $9::bytea[])
                  c(month, unit_id, epoch, first, n, first_time, last_time, marks, payload))",
        parameters);
}

void save_ledgers(Connection& connection, const std::map<EpochKey, Ledger>& ledgers) {
    std::vector<std::int32_t> units;
    std::vector<std::int64_t> epochs;
    std::vector<std::string> received;
    std::vector<std::string> lost;
    std::vector<std::string> events;
    std::vector<std::string> disputed;
    for (const auto& [key, ledger] : ledgers) {
        units.push_back(key.unit);
        epochs.push_back(std::int64_t{key.epoch});
        received.push_back(to_text(ledger.received));
        lost.push_back(to_text(ledger.lost));
        events.push_back(to_text(ledger.events));
        disputed.push_back(to_text(ledger.disputed));
    }
    Parameters parameters;
    parameters.add_array(units).add_array(epochs).add_array(received);
    parameters.add_array(lost).add_array(events).add_array(disputed);
    connection.execute(
        R"(UPDATE race.unit_epoch e
              SET received = s.received::int8multirange, lost = s.lost::int8multirange,
                  events = s.events::int8multirange, disputed = s.disputed::int8multirange
             FROM unnest($1::int4[], $2::int8[], $3::text[], $4::text[], $5::text[], $6::text[])
                  s(unit_id, epoch, received, lost, events, disputed)
            WHERE e.unit_id = s.unit_id AND e.epoch = s.epoch)",
        parameters);
}

void update_units(Connection& connection, std::span<const UnitNews> news, UtcTime wall) {
    std::vector<std::int32_t> units;
    std::vector<std::optional<UtcTime>> times;
    std::vector<std::optional<std::int32_t>> latitudes;
    std::vector<std::optional<std::int32_t>> longitudes;
    std::vector<std::int16_t> informed;
    std::vector<std::optional<std::int32_t>> batteries;
    std::vector<std::optional<std::int32_t>> signals;
    std::vector<std::optional<std::int32_t>> next_reports;
    std::vector<std::optional<std::int32_t>> reasons;
    for (const UnitNews& unit : news) {
        const wire::Info info = unit.info.value_or(wire::Info{});
        units.push_back(unit.unit);
        times.push_back(unit.newest ? std::optional{unit.newest->time} : std::nullopt);
        latitudes.push_back(unit.newest ? std::optional{unit.newest->position.latitude.e6}
                                        : std::nullopt);
        longitudes.push_back(unit.newest ? std::optional{unit.newest->position.longitude.e6}
                                         : std::nullopt);
        informed.push_back(unit.info ? 1 : 0);
        batteries.push_back(as<std::int32_t>(info.battery_pct));
        signals.push_back(info.signal_dbm);
        next_reports.push_back(as<std::int32_t>(info.next_report_s));
        reasons.push_back(static_cast<std::int32_t>(info.reason));
    }
    Parameters parameters;
    parameters.add_array(units).add_array(times);
    parameters.add_array(latitudes).add_array(longitudes).add_array(informed);
    parameters.add_array(batteries).add_array(signals);
    parameters.add_array(next_reports).add_array(reasons).add(wall);
    parameters.add(std::int32_t{unit_written_each_s});
    connection.execute(
        R"(UPDATE race.unit u
              SET last_seen = $10,
                  last_fix_time = CASE WHEN n.at < u.last_fix_time THEN u.last_fix_time
                                  ELSE coalesce(n.at, u.last_fix_time) END,
                  last_latitude_e6 = CASE WHEN n.at < u.last_fix_time THEN u.last_latitude_e6
                                     ELSE coalesce(latitude, u.last_latitude_e6) END,
                  last_longitude_e6 = CASE WHEN n.at < u.last_fix_time THEN u.last_longitude_e6
                                      ELSE coalesce(longitude, u.last_longitude_e6) END,
                  battery_pct = CASE informed WHEN 1 THEN battery ELSE u.battery_pct END,
                  signal_dbm = CASE informed WHEN 1 THEN signal ELSE u.signal_dbm END,
                  next_report_s = CASE informed WHEN 1 THEN next_report ELSE u.next_report_s END,
                  reason = CASE informed WHEN 1 THEN n.reason ELSE u.reason END
             FROM unnest($1::int4[], $2::timestamptz[], $3::int4[], $4::int4[], $5::int2[],
                         $6::int4[], $7::int4[], $8::int4[], $9::int4[])
                  n(unit_id, at, latitude, longitude, informed, battery, signal, next_report,
                    reason)
            WHERE u.unit_id = n.unit_id
              AND (u.last_fix_time IS NULL OR
                   u.last_seen NOT BETWEEN $10 - $11 * interval '1 second' AND $10 OR
                   informed = 1 AND (u.next_report_s, u.reason)
                                    IS DISTINCT FROM (n.next_report, n.reason)))",
        parameters);
}

void update_status(Connection& connection, std::span<const UnitStatus> statuses, UtcTime wall) {
    std::map<std::int32_t, UnitStatus> newest_full;
    std::map<std::int32_t, bool> link_up;
    for (const UnitStatus& said : statuses) {
        link_up[said.unit] = said.status.link == wire::Link::up;
        if (said.status.link == wire::Link::up) {
            newest_full.insert_or_assign(said.unit, said);
        }
    }
    for (const auto& [unit, said] : newest_full) {
        const wire::Status& status = said.status;
        connection.execute(
            R"(UPDATE race.unit
                  SET firmware = $2, board = $3, epoch = $4, journalled = $5, receipted = $6,
                      unaccepted = $7, status_at = $8,
                      battery_pct = coalesce($9::int4, battery_pct),
                      applied_version = $11, refused_reason = $12, profile = $13,
                      lasts_until = $14,
                      signal_dbm = coalesce($15::int4, signal_dbm),
                      next_report_s = CASE WHEN $10 THEN next_report_s
                                           ELSE coalesce($16::int4, next_report_s) END,
                      reason = CASE WHEN $10 THEN reason ELSE $17::int2 END,
                      last_seen = CASE WHEN $10 THEN last_seen ELSE $8 END
                WHERE unit_id = $1)",
            Parameters{}
                .add(unit)
                .add(status.firmware)
                .add(status.board)
                .add(std::int64_t{status.epoch})
                .add(static_cast<std::int64_t>(status.journalled))
                .add(static_cast<std::int64_t>(status.receipted))
                .add(std::int64_t{status.unaccepted})
                .add(wall)
                .add(as<std::int32_t>(status.battery_pct))
                .add(said.retained)
                .add(std::int64_t{status.applied_version})
                .add(status.refused_reason)
                .add(static_cast<std::int16_t>(status.profile))
                .add(status.lasts_until)
                .add(status.signal_dbm)
                .add(as<std::int32_t>(status.next_report_s))
                .add(static_cast<std::int16_t>(status.reason)));
    }
    for (const auto& [unit, up] : link_up) {
        connection.execute("UPDATE race.unit SET link = $2 WHERE unit_id = $1",
                           Parameters{}.add(unit).add(up ? "up" : "down"));
    }
}

} // namespace lanterne::ingest::store
