#include "ingest-server/store.hpp"

#include <algorithm>
#include <chrono>

#include <fmt/format.h>

#include "ingest-server/store_columns.hpp"

namespace lanterne::ingest::store {

namespace {

using database::Connection;
using database::Parameters;
using database::Rows;

std::string month_of(UtcTime wall) {
    const std::chrono::year_month_day day{std::chrono::floor<std::chrono::days>(wall)};
    return fmt::format("{:04}-{:02}-01", static_cast<int>(day.year()),
                       static_cast<unsigned>(day.month()));
}

UtcTime next_month(UtcTime wall) {
    const std::chrono::year_month_day day{std::chrono::floor<std::chrono::days>(wall)};
    const auto next = day.year() / day.month() / std::chrono::day{1} + std::chrono::months{1};
    return UtcTime{std::chrono::sys_days{next}};
}

void ensure_partition(Connection& connection, UtcTime in_month) {
    const std::string from = month_of(in_month);
    const std::string to = month_of(next_month(in_month));
    connection.run_script(fmt::format(
        "CREATE TABLE IF NOT EXISTS race.track_chunk_{}_{} PARTITION OF race.track_chunk "
        "FOR VALUES FROM ('{}') TO ('{}')",
        from.substr(0, 4), from.substr(5, 2), from, to));
}

/// Units and epochs as two arrays, $1 and $2.
Parameters key_arrays(const std::set<EpochKey>& keys) {
    std::vector<std::int32_t> units;
    std::vector<std::int64_t> epochs;
    for (const EpochKey& key : keys) {
        units.push_back(key.unit);
        epochs.push_back(std::int64_t{key.epoch});
    }
    Parameters parameters;
    parameters.add_array(std::span<const std::int32_t>{units});
    parameters.add_array(std::span<const std::int64_t>{epochs});
    return parameters;
}

void take_ledgers(const Rows& rows, std::map<EpochKey, Ledger>& ledgers) {
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const EpochKey key{rows.get<std::int32_t>(i, 0),
                           static_cast<Epoch>(rows.get<std::int64_t>(i, 1))};
        ledgers.insert_or_assign(key, to_ledger(rows, i, 2));
    }
}

void select_locked(Connection& connection, const std::set<EpochKey>& keys,
                   std::map<EpochKey, Ledger>& ledgers) {
    const Rows rows = connection.execute(
        R"(SELECT e.unit_id, e.epoch, e.month::text, e.received, e.lost, e.events, e.disputed
             FROM race.unit_epoch e
             JOIN unnest($1::int4[], $2::int8[]) k(unit_id, epoch) USING (unit_id, epoch)
            ORDER BY e.unit_id, e.epoch
              FOR UPDATE OF e)",
        key_arrays(keys));
    take_ledgers(rows, ledgers);
}

} // namespace

std::uint64_t store_id(Connection& connection) {
    const Rows rows = connection.execute("SELECT store FROM race.store");
    return static_cast<std::uint64_t>(rows.get<std::int64_t>(0, 0));
}

void ensure_partitions(Connection& connection, UtcTime wall) {
    ensure_partition(connection, wall);
    ensure_partition(connection, next_month(wall));
}

Units units(Connection& connection, const std::set<UnitSerial>& serials, UtcTime wall) {
    std::vector<std::string> texts;
    for (const UnitSerial& serial : serials) {
        texts.push_back(serial.text());
    }
    Parameters parameters;
    parameters.add_array(std::span<const std::string>{texts}).add(wall);
    const Rows made = connection.execute(
        R"(INSERT INTO race.unit (serial, state, first_seen, last_seen)
           SELECT s,
                  CASE WHEN EXISTS (SELECT FROM plan.assignment a WHERE a.unit = s)
                       THEN 'known' ELSE 'new' END,
                  $2, $2
             FROM unnest($1::text[]) s
            WHERE NOT EXISTS (SELECT FROM race.unit u WHERE u.serial = s)
            ORDER BY s
               ON CONFLICT DO NOTHING
           RETURNING state)",
        parameters);
    Units units;
    for (std::size_t i = 0; i < made.size(); ++i) {
        units.registered += made.get<std::string>(i, 0) == "new" ? 1U : 0U;
    }
    Parameters named;
    named.add_array(std::span<const std::string>{texts});
    const Rows rows = connection.execute(
        "SELECT serial, unit_id FROM race.unit WHERE serial = ANY($1::text[])", named);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (const auto serial = UnitSerial::from(rows.get<std::string>(i, 0))) {
            units.ids.emplace(*serial, rows.get<std::int32_t>(i, 1));
        }
    }
    return units;
}

std::map<EpochKey, Ledger> lock_ledgers(Connection& connection, const std::set<EpochKey>& keys,
                                        UtcTime wall) {
    if (keys.empty()) {
        return {}; // mostly: all of a turn was new as a whole
    }
    std::map<EpochKey, Ledger> ledgers;
    select_locked(connection, keys, ledgers);
    std::set<EpochKey> fresh;
    std::ranges::copy_if(keys, std::inserter(fresh, fresh.end()),
                         [&](const EpochKey& key) { return !ledgers.contains(key); });
    if (!fresh.empty()) {
        Parameters parameters = key_arrays(fresh);
        parameters.add(month_of(wall));
        connection.execute(
            R"(INSERT INTO race.unit_epoch (unit_id, epoch, month)
               SELECT unit_id, epoch, $3::text::date
                 FROM unnest($1::int4[], $2::int8[]) k(unit_id, epoch)
                ORDER BY unit_id, epoch
                   ON CONFLICT DO NOTHING)",
            parameters);
        select_locked(connection, fresh, ledgers);
    }
    return ledgers;
}

std::map<EpochKey, Ledger> ledgers(Connection& connection, const std::set<EpochKey>& keys) {
    std::map<EpochKey, Ledger> ledgers;
    if (!keys.empty()) {
        take_ledgers(connection.execute(
                         R"(SELECT e.unit_id, e.epoch, e.month::text, e.received, e.lost, e.events,
                                   e.disputed
                              FROM race.unit_epoch e
                              JOIN unnest($1::int4[], $2::int8[]) k(unit_id, epoch)
                             USING (unit_id, epoch))",
                         key_arrays(keys)),
                     ledgers);
    }
    return ledgers;
}

KnownFixes fixes(Connection& connection, std::span<const WantedFixes> wanted) {
    std::vector<std::string> months;
    std::vector<std::int32_t> units;
    std::vector<std::int64_t> epochs;
    std::vector<std::int64_t> from;
    std::vector<std::int64_t> to;
    for (const WantedFixes& want : wanted) {
        months.push_back(want.month);
        units.push_back(want.key.unit);
        epochs.push_back(std::int64_t{want.key.epoch});
        from.push_back(static_cast<std::int64_t>(want.range.from));
        to.push_back(static_cast<std::int64_t>(want.range.to));
    }
    Parameters parameters;
    parameters.add_array(std::span<const std::string>{months});
    parameters.add_array(std::span<const std::int32_t>{units});
    parameters.add_array(std::span<const std::int64_t>{epochs});
    parameters.add_array(std::span<const std::int64_t>{from});
    parameters.add_array(std::span<const std::int64_t>{to});
    // A chunk has at most 120 fixes: what overlaps [from, to) begins less than 120 before it.
    const Rows rows = connection.execute(
        R"(SELECT c.unit_id, c.payload
             FROM unnest($1::text[], $2::int4[], $3::int8[], $4::int8[], $5::int8[])
                  w(month, unit_id, epoch, from_number, to_number)
             JOIN race.track_chunk c
               ON c.month = w.month::date AND c.unit_id = w.unit_id AND c.epoch = w.epoch
              AND c.first > w.from_number - 120 AND c.first < w.to_number)",
        parameters);
    KnownFixes known;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const auto batch = wire::decode_batch(rows.get<wire::Bytes>(i, 1));
        if (!batch) {
            continue; // compared with nothing, its numbers count as duplicates
        }
        auto& of_epoch = known[{rows.get<std::int32_t>(i, 0), batch->epoch}];
        for (std::size_t k = 0; k < batch->fixes.size(); ++k) {
            of_epoch.emplace(batch->first + k, batch->fixes[k]);
        }
    }
    return known;
}

} // namespace lanterne::ingest::store
