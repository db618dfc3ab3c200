#include "ingest-server/verify/epochs.hpp"

#include <fmt/format.h>

#include "ingest-server/verify/chunks.hpp"
#include "ingest-server/verify/epoch.hpp"
#include "ingest-server/verify/events.hpp"
#include "ingest-server/verify/pages.hpp"
#include "ingest-server/verify/ranges.hpp"

namespace lanterne::ingest::verify {

namespace {

using database::Rows;

EpochRow epoch_at(const Rows& rows, std::size_t row) {
    return {.unit = rows.get<std::int32_t>(row, 0),
            .serial = rows.get<std::string>(row, 1),
            .epoch = rows.get<std::int64_t>(row, 2),
            .month = rows.get<std::string>(row, 3),
            .received = set_at(rows, row, 4),
            .lost = set_at(rows, row, 5),
            .events = set_at(rows, row, 6),
            .disputed = set_at(rows, row, 7),
            .dropped = set_at(rows, row, 8)};
}

void check_sets(const EpochRow& epoch, Report& report) {
    if (const auto both = common(epoch.received, epoch.lost); !both.empty()) {
        report.fault({FaultKind::received_and_lost, where(epoch),
                      "numbers " + in_words(both) + " are both received and declared lost",
                      "what was received is not lost"});
    }
    if (const auto disputed = difference(epoch.disputed, epoch.received); !disputed.empty()) {
        report.fault({FaultKind::disputed_not_received, where(epoch),
                      "numbers " + in_words(disputed) + " are disputed and not received",
                      "only what was received can come again with another content"});
    }
    if (const auto extra = difference(epoch.dropped, epoch.received); !extra.empty()) {
        report.fault({FaultKind::dropped, where(epoch),
                      "numbers " + in_words(extra) + " were dropped, and not received",
                      "only what was received is ever dropped"});
    }
    report.counts.dropped += epoch.dropped.count();
    report.counts.lost += epoch.lost.count();
    report.counts.owed += numbers_in(gaps(epoch.received, epoch.lost));
}

} // namespace

std::string where(const EpochRow& epoch) {
    return fmt::format("unit {}, epoch {}", epoch.serial, epoch.epoch);
}

void check_epochs(database::Connection& connection, Report& report) {
    std::int32_t last_unit = 0;
    for_each_row(connection, "verify_epochs",
                 R"(SELECT e.unit_id, u.serial, e.epoch, e.month::text, e.received, e.lost,
                           e.events, e.disputed, e.dropped
                      FROM race.unit_epoch e JOIN race.unit u USING (unit_id)
                     ORDER BY e.unit_id, e.epoch)",
                 [&](const Rows& rows, std::size_t row) {
                     const EpochRow epoch = epoch_at(rows, row);
                     report.counts.units += epoch.unit != last_unit ? 1U : 0U;
                     last_unit = epoch.unit;
                     ++report.counts.epochs;
                     check_sets(epoch, report);
                     check_chunks(connection, epoch, report);
                     check_events(connection, epoch, report);
                 });
    check_stray_chunks(connection, report);
    check_stray_events(connection, report);
}

} // namespace lanterne::ingest::verify
