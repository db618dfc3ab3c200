#include "ingest-server/after/retention.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "ingest-server/after/archive_cover.hpp"
#include "ingest-server/after/archive_parts.hpp"
#include "ingest-server/after/archive_writing.hpp"
#include "ingest-server/verify/archives.hpp"

namespace lanterne::ingest::after {

namespace {

using database::Connection;
using database::Parameters;
using database::Rows;

constexpr std::string_view lock_not_available = "55P03";

/// A race with fixes in a month.
struct RaceThere {
    std::int32_t race = 0;
    std::string slug;
    std::optional<std::int32_t> archived; ///< number
};

/// Keeps their rows, so that none of them is reopened before the transaction ends.
std::vector<RaceThere> races_in(Connection& connection, const std::string& month) {
    const Rows rows = connection.execute(
        R"(SELECT r.race_id, r.slug
             FROM plan.race r
            WHERE r.retired_at IS NULL
              AND EXISTS (SELECT FROM plan.entry n JOIN plan.assignment a USING (entry_id)
                            JOIN race.unit u ON u.serial = a.unit
                            JOIN race.track_chunk c ON c.unit_id = u.unit_id
                             AND c.last_time >= coalesce(lower(a.during), '-infinity')
                             AND c.first_time < coalesce(upper(a.during), 'infinity')
                           WHERE n.race_id = r.race_id AND c.month = ($1 || '-01')::date)
            ORDER BY r.race_id)",
        Parameters{}.add(month));
    std::vector<RaceThere> races;
    for (std::size_t row = 0; row < rows.size(); ++row) {
        RaceThere race{rows.get<std::int32_t>(row, 0), rows.get<std::string>(row, 1), {}};
        const Rows state =
            connection.execute("SELECT archived FROM race.race_state WHERE race_id = $1 FOR SHARE",
                               Parameters{}.add(race.race));
        if (!state.empty()) {
            race.archived = state.get_optional<std::int32_t>(0, 0);
        }
        races.push_back(std::move(race));
    }
    return races;
}

void check_race(Connection& connection, const RaceThere& race, const std::string& month,
                std::vector<std::string>& kept) {
    if (!race.archived) {
        kept.push_back(fmt::format("race {} is not archived", race.slug));
        return;
    }
    const ArchiveRow archive =
        archives_of(connection, race.race).at(static_cast<std::size_t>(*race.archived - 1));
    if (const auto late = fixes_not_archived(connection, archive, month); late > 0) {
        kept.push_back(fmt::format("{} fixes of race {} came after archive {}; reopen it and "
                                   "archive it again",
                                   late, race.slug, archive.number));
    }
    if (assignments_of_now(connection, race.race) !=
        read_file(connection, archive, "assignments.csv").value_or("")) {
        kept.push_back(fmt::format("who wears what in race {} has changed since archive {}; reopen "
                                   "it and archive it again",
                                   race.slug, archive.number));
    }
    verify::Report report{[](const std::string&) {}};
    verify::check_archives(connection, race.race, race.slug, report);
    if (report.faults() > 0) {
        kept.push_back(
            fmt::format("an archive of race {} is damaged; verify says where", race.slug));
    }
}

/// What lies in a partition, and why it must stay there.
MonthOfFixes look(Connection& connection, const Partition& partition, UtcTime before) {
    const Rows rows = connection.execute(
        R"(SELECT count(*), coalesce(sum(n), 0)::int8, pg_total_relation_size($2::text::regclass),
                  coalesce(max(received_at), '-infinity')
             FROM race.track_chunk WHERE month = ($1 || '-01')::date)",
        Parameters{}.add(partition.month).add(partition.table));
    MonthOfFixes month{.partition = partition,
                       .chunks = static_cast<std::size_t>(rows.get<std::int64_t>(0, 0)),
                       .fixes = static_cast<std::size_t>(rows.get<std::int64_t>(0, 1)),
                       .bytes = rows.get<std::int64_t>(0, 2),
                       .kept = {}};
    if (const auto newest = rows.get<UtcTime>(0, 3); newest >= before) {
        month.is_young = true;
        month.kept.push_back("its newest fix came at " + to_text(newest));
        return month;
    }
    for (const RaceThere& race : races_in(connection, partition.month)) {
        check_race(connection, race, partition.month, month.kept);
    }
    return month;
}

/// What storing needs to tell who sends them again, without the fixes.
void note_dropped(Connection& connection, const std::string& month) {
    connection.execute(
        R"(SELECT FROM race.unit_epoch WHERE month = ($1 || '-01')::date
            ORDER BY unit_id, epoch FOR UPDATE)",
        Parameters{}.add(month));
    connection.execute(
        R"(UPDATE race.unit_epoch e SET dropped = e.dropped + c.numbers
             FROM (SELECT unit_id, epoch, range_agg(int8range(first, first + n)) AS numbers
                     FROM race.track_chunk WHERE month = ($1 || '-01')::date
                    GROUP BY unit_id, epoch) c
            WHERE e.unit_id = c.unit_id AND e.epoch = c.epoch)",
        Parameters{}.add(month));
}

std::string all_of(const std::vector<std::string>& reasons) {
    return fmt::format("{}", fmt::join(reasons, "; "));
}

/// Nothing: somebody had the partition all the time.
std::optional<Result<MonthOfFixes, std::string>>
try_to_drop(Connection& connection, const Partition& partition, UtcTime before) {
    try {
        database::Transaction transaction{connection};
        connection.execute("SET LOCAL lock_timeout = '500ms'");
        connection.execute("LOCK TABLE " + partition.table + " IN ACCESS EXCLUSIVE MODE");
        MonthOfFixes month = look(connection, partition, before);
        if (!month.kept.empty()) {
            return tl::unexpected{fmt::format("{}: {}", partition.month, all_of(month.kept))};
        }
        note_dropped(connection, partition.month);
        connection.execute("TRUNCATE " + partition.table);
        transaction.commit();
        return month;
    } catch (const database::StatementFailed& failed) {
        if (failed.sqlstate != lock_not_available) {
            throw;
        }
        return std::nullopt;
    }
}

} // namespace

std::vector<MonthOfFixes> months_before(Connection& connection, UtcTime before) {
    std::vector<MonthOfFixes> months;
    for (const Partition& partition : partitions(connection)) {
        database::Transaction moment{connection};
        MonthOfFixes month = look(connection, partition, before);
        if (month.chunks > 0) {
            months.push_back(std::move(month));
        }
    }
    return months;
}

Result<MonthOfFixes, std::string> drop_month(Connection& connection, const Partition& partition,
                                             UtcTime before) {
    for (int i = 0; i < max_tries; ++i) {
        if (auto done = try_to_drop(connection, partition, before)) {
            return std::move(*done);
        }
    }
    return tl::unexpected{fmt::format(
        "{}: others were reading or writing it all the time, try again", partition.month)};
}

} // namespace lanterne::ingest::after
