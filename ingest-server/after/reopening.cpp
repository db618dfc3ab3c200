#include "ingest-server/after/reopening.hpp"

#include <map>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "core/wire/batch.hpp"
#include "core/wire/sequence_set.hpp"
#include "ingest-server/after/archive_parts.hpp"
#include "ingest-server/after/archive_text.hpp"
#include "ingest-server/after/race_rows.hpp"
#include "ingest-server/plan_store.hpp"
#include "ingest-server/plausible.hpp"
#include "ingest-server/store.hpp"
#include "ingest-server/store_columns.hpp"

namespace lanterne::ingest::after {

namespace {

using database::Connection;
using database::Parameters;
using database::Rows;

constexpr std::string_view chunk_folder = "chunks/";

/// What an epoch has no more.
struct Dropped {
    std::string month;
    SequenceSet numbers;
};

using DroppedOfUnit = std::map<Epoch, Dropped>;

/// Stores again what of an archive is kept no longer.
class Restoring {
public:
    Restoring(Connection& connection, const ArchiveRow& archive, Reopened& done)
        : connection_{connection}, archive_{archive}, done_{done} {}

    /// An error: a file of the archive cannot be read.
    Result<void, std::string> run() {
        const auto clock = read_clock(read_file(connection_, archive_, "clock.csv").value_or(""));
        if (!clock) {
            return tl::unexpected{clock.error()};
        }
        clock_ = *clock;
        const auto names = file_names(connection_, archive_, std::string{chunk_folder});
        lock(names);
        for (const std::string& name : names) {
            if (auto units = dropped_.find(name.substr(chunk_folder.size()));
                units != dropped_.end() && !restore(name, units->second)) {
                return tl::unexpected{name + " of the archive cannot be read"};
            }
        }
        return {};
    }

private:
    struct Unit {
        std::int32_t id = 0;
        DroppedOfUnit epochs;
    };

    /// The rows of all epochs of which something is dropped, in the order in which storing takes
    /// them.
    void lock(const std::vector<std::string>& names) {
        std::vector<std::string> serials;
        for (const std::string& name : names) {
            serials.push_back(name.substr(chunk_folder.size()));
        }
        const Rows rows = connection_.execute(
            R"(SELECT u.serial, e.unit_id, e.epoch, e.month::text, e.dropped
                 FROM race.unit_epoch e JOIN race.unit u USING (unit_id)
                WHERE u.serial = ANY ($1) AND e.dropped <> '{}'
                ORDER BY e.unit_id, e.epoch FOR UPDATE OF e)",
            Parameters{}.add_array(std::span<const std::string>{serials}));
        for (std::size_t row = 0; row < rows.size(); ++row) {
            Unit& unit = dropped_[rows.get<std::string>(row, 0)];
            unit.id = rows.get<std::int32_t>(row, 1);
            unit.epochs[static_cast<Epoch>(rows.get<std::int64_t>(row, 2))] = {
                rows.get<std::string>(row, 3), store::set_of(rows, row, 4)};
        }
    }

    bool restore(const std::string& name, Unit& unit) {
        const std::string file = read_file(connection_, archive_, name).value_or("");
        bool is_whole = true;
        const bool is_read =
            read_chunks(file, [&](std::span<const std::byte> payload, UtcTime received) {
                is_whole = take(unit, payload, received) && is_whole;
            });
        return is_read && is_whole;
    }

    bool take(Unit& unit, std::span<const std::byte> payload, UtcTime received) {
        auto batch = wire::decode_batch(payload);
        if (!batch) {
            return false;
        }
        const SequenceRange range{batch->first, batch->first + batch->fixes.size()};
        const auto epoch = unit.epochs.find(batch->epoch);
        // A month is dropped as a whole, and so is each chunk in it.
        if (epoch == unit.epochs.end() || epoch->second.numbers.missing_in(range).size() > 0) {
            return true;
        }
        store::ChunkColumns columns;
        columns.add(batch->epoch, batch->first, batch->fixes,
                    implausible_fixes(batch->fixes, plan::race_time(clock_, received)),
                    wire::Bytes{payload.begin(), payload.end()});
        insert(columns, epoch->second.month, unit.id, received);
        epoch->second.numbers.remove(range);
        ++done_.chunks;
        done_.fixes += batch->fixes.size();
        return true;
    }

    void insert(const store::ChunkColumns& columns, const std::string& month, std::int32_t unit,
                UtcTime received) {
        Parameters parameters;
        columns.add_to(parameters);
        parameters.add(month).add(unit).add(received);
        connection_.execute(
            R"(WITH again AS (
                   INSERT INTO race.track_chunk (month, unit_id, epoch, first, n, first_time,
                                                 last_time, implausible, payload, received_at)
                   SELECT $8::text::date, $9, epoch, first, n, first_time, last_time,
                          nullif(marks, '')::smallint[], payload, $10
                     FROM unnest($1::int8[], $2::int8[], $3::int2[], $4::timestamptz[],
                                 $5::timestamptz[], $6::text[], $7::bytea[])
                          c(epoch, first, n, first_time, last_time, marks, payload)
                   RETURNING unit_id, epoch, first, n)
               UPDATE race.unit_epoch e
                  SET dropped = e.dropped - int8multirange(int8range(a.first, a.first + a.n))
                 FROM again a WHERE e.unit_id = a.unit_id AND e.epoch = a.epoch)",
            parameters);
    }

    Connection& connection_;
    const ArchiveRow& archive_;
    Reopened& done_;
    RehearsalClock clock_;
    std::map<std::string, Unit> dropped_;
};

} // namespace

Result<Reopened, std::string> reopen_race(Connection& connection, const Slug& slug) {
    database::Transaction transaction{connection};
    const auto race = race_of(connection, slug);
    if (!race) {
        return tl::unexpected{race.error()};
    }
    // Whoever drops fixes keeps this row too: what it dropped is known before anything is stored.
    connection.execute("SELECT FROM race.race_state WHERE race_id = $1 FOR UPDATE",
                       Parameters{}.add(*race));
    const auto number = plan_store::archive_that_closed(connection, *race);
    if (!number) {
        return tl::unexpected{slug.text() + ": it is not archived; nothing was reopened"};
    }
    const auto archives = archives_of(connection, *race);
    Reopened done{.number = *number};
    Restoring restoring{connection, archives.at(static_cast<std::size_t>(*number - 1)), done};
    if (const auto restored = restoring.run(); !restored) {
        return tl::unexpected{
            fmt::format("{}: {}; nothing was reopened", slug.text(), restored.error())};
    }
    connection.execute("UPDATE race.race_state SET archived = NULL WHERE race_id = $1",
                       Parameters{}.add(*race));
    connection.execute("SELECT pg_notify('plan', 'reopened')");
    transaction.commit();
    return done;
}

} // namespace lanterne::ingest::after
