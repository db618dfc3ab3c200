#include "ingest-server/after/compacting.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>

#include "ingest-server/after/joining.hpp"
#include "ingest-server/store_columns.hpp"

namespace lanterne::ingest::after {

namespace {

using database::Connection;
using database::Parameters;
using database::Rows;

/// The clocks of all races in which somebody wears the unit; of none: wall time.
std::vector<RehearsalClock> clocks_of(Connection& connection, const UnitSerial& unit) {
    const Rows rows = connection.execute(
        R"(SELECT DISTINCT r.rehearsal_wall_start, r.rehearsal_race_start, r.rehearsal_rate
             FROM plan.assignment a JOIN plan.entry e USING (entry_id) JOIN plan.race r USING (race_id)
            WHERE a.unit = $1)",
        Parameters{}.add(unit.text()));
    std::vector<RehearsalClock> clocks;
    for (std::size_t row = 0; row < rows.size(); ++row) {
        clocks.push_back(rows.is_null(row, 0) ? RehearsalClock{}
                                              : plan::RehearsalClock{rows.get<UtcTime>(row, 0),
                                                                     rows.get<UtcTime>(row, 1),
                                                                     rows.get<double>(row, 2)});
    }
    if (clocks.empty()) {
        clocks.emplace_back();
    }
    return clocks;
}

/// The chunks of one epoch while its row is kept.
class EpochChunks {
public:
    EpochChunks(Connection& connection, const EpochName& name, Compacted& done)
        : connection_{connection}, name_{name}, done_{done} {}

    void compact() {
        const Rows kept = connection_.execute(
            R"(SELECT month::text FROM race.unit_epoch WHERE unit_id = $1 AND epoch = $2
                  FOR UPDATE)",
            Parameters{}.add(name_.unit).add(name_.epoch));
        if (kept.empty()) {
            return;
        }
        month_ = kept.get<std::string>(0, 0);
        // What lies between chunks that can be read keeps them apart: their numbers do not meet.
        const std::vector<OldChunk> chunks = read();
        const std::vector<Joined> joined = join(chunks);
        replace(chunks, joined);
    }

private:
    std::vector<OldChunk> read() {
        const auto clocks = clocks_of(connection_, name_.serial);
        const Rows rows = connection_.execute(
            R"(SELECT payload, received_at, implausible IS NULL FROM race.track_chunk
                WHERE month = $1::text::date AND unit_id = $2 AND epoch = $3 ORDER BY first)",
            Parameters{}.add(month_).add(name_.unit).add(name_.epoch));
        std::vector<OldChunk> chunks;
        for (std::size_t row = 0; row < rows.size(); ++row) {
            auto batch = wire::decode_batch(rows.bytes(row, 0));
            if (!batch) {
                ++done_.unreadable;
                continue;
            }
            OldChunk chunk{.batch = std::move(*batch),
                           .bytes = rows.bytes(row, 0).size(),
                           .received = rows.get<UtcTime>(row, 1)};
            chunk.is_plausible = rows.get<bool>(row, 2) &&
                                 is_plausible_by(chunk.batch.fixes, chunk.received, clocks);
            done_.fixes += chunk.batch.fixes.size();
            done_.bytes_before += chunk.bytes;
            done_.bytes_after += chunk.bytes;
            chunks.push_back(std::move(chunk));
        }
        done_.chunks_before += chunks.size();
        done_.chunks_after += chunks.size();
        return chunks;
    }

    void replace(const std::vector<OldChunk>& chunks, const std::vector<Joined>& joined) {
        if (joined.empty()) {
            return;
        }
        std::vector<std::int64_t> gone;
        std::vector<UtcTime> received;
        store::ChunkColumns columns;
        for (const Joined& one : joined) {
            expect_same(one);
            for (std::size_t i = one.first; i < one.first + one.count; ++i) {
                gone.push_back(static_cast<std::int64_t>(chunks[i].batch.first));
                done_.bytes_after -= chunks[i].bytes;
            }
            columns.add(one.batch.epoch, one.batch.first, one.batch.fixes, {}, one.payload);
            received.push_back(one.received);
            done_.bytes_after += one.payload.size();
        }
        done_.chunks_after -= gone.size() - joined.size();
        remove(gone);
        insert(columns, received);
    }

    /// Nothing is taken away for bytes that would not give it back.
    static void expect_same(const Joined& joined) {
        const auto again = wire::decode_batch(joined.payload);
        if (!again || *again != joined.batch) {
            throw std::logic_error{"joined chunks cannot be read as they were written"};
        }
    }

    void remove(const std::vector<std::int64_t>& gone) {
        const Rows removed = connection_.execute(
            R"(DELETE FROM race.track_chunk
                WHERE month = $1::text::date AND unit_id = $2 AND epoch = $3 AND first = ANY ($4))",
            Parameters{}
                .add(month_)
                .add(name_.unit)
                .add(name_.epoch)
                .add_array(std::span<const std::int64_t>{gone}));
        if (removed.affected() != gone.size()) {
            throw std::logic_error{"a chunk has another number than its payload"};
        }
    }

    void insert(const store::ChunkColumns& columns, const std::vector<UtcTime>& received) {
        Parameters parameters;
        columns.add_to(parameters);
        parameters.add_array(std::span<const UtcTime>{received}).add(month_).add(name_.unit);
        connection_.execute(
            R"(INSERT INTO race.track_chunk (month, unit_id, epoch, first, n, first_time, last_time,
                                             implausible, payload, received_at)
               SELECT $9::text::date, $10, epoch, first, n, first_time, last_time,
                      nullif(marks, '')::smallint[], payload, received_at
                 FROM unnest($1::int8[], $2::int8[], $3::int2[], $4::timestamptz[],
                             $5::timestamptz[], $6::text[], $7::bytea[], $8::timestamptz[])
                      c(epoch, first, n, first_time, last_time, marks, payload, received_at))",
            parameters);
    }

    Connection& connection_;
    const EpochName& name_;
    Compacted& done_;
    std::string month_;
};

} // namespace

std::vector<EpochName> epochs_of_month(Connection& connection, const std::string& month) {
    const Rows rows = connection.execute(
        R"(SELECT e.unit_id, u.serial, e.epoch FROM race.unit_epoch e JOIN race.unit u USING (unit_id)
            WHERE e.month = ($1 || '-01')::date ORDER BY e.unit_id, e.epoch)",
        Parameters{}.add(month));
    std::vector<EpochName> names;
    for (std::size_t row = 0; row < rows.size(); ++row) {
        if (const auto serial = UnitSerial::from(rows.get<std::string>(row, 1))) {
            names.push_back(
                {rows.get<std::int32_t>(row, 0), *serial, rows.get<std::int64_t>(row, 2)});
        }
    }
    return names;
}

Compacted compact(Connection& connection, const std::vector<EpochName>& epochs,
                  const Progress& progress) {
    Compacted done;
    for (const EpochName& epoch : epochs) {
        database::Transaction transaction{connection};
        EpochChunks{connection, epoch, done}.compact();
        transaction.commit();
        ++done.epochs;
        if (progress) {
            progress(done.epochs, epochs.size());
        }
    }
    return done;
}

void rewrite_partitions(Connection& connection, const std::vector<EpochName>& epochs) {
    std::vector<std::int32_t> units;
    std::vector<std::int64_t> numbers;
    for (const EpochName& epoch : epochs) {
        units.push_back(epoch.unit);
        numbers.push_back(epoch.epoch);
    }
    const Rows rows = connection.execute(
        R"(SELECT DISTINCT c.tableoid::regclass::text
             FROM unnest($1::int4[], $2::int8[]) k(unit_id, epoch)
             JOIN race.unit_epoch e USING (unit_id, epoch)
             JOIN race.track_chunk c USING (month, unit_id, epoch) ORDER BY 1)",
        Parameters{}
            .add_array(std::span<const std::int32_t>{units})
            .add_array(std::span<const std::int64_t>{numbers}));
    for (std::size_t row = 0; row < rows.size(); ++row) {
        connection.run_script("VACUUM (FULL, ANALYZE) " + rows.get<std::string>(row, 0));
    }
}

std::int64_t bytes_on_disk(Connection& connection) {
    return connection
        .execute("SELECT sum(pg_total_relation_size(relid))::int8 "
                 "FROM pg_partition_tree('race.track_chunk')")
        .get<std::int64_t>(0, 0);
}

} // namespace lanterne::ingest::after
