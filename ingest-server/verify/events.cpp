#include "ingest-server/verify/events.hpp"

#include <limits>

#include <fmt/format.h>

#include "core/wire/event.hpp"
#include "ingest-server/verify/pages.hpp"
#include "ingest-server/verify/ranges.hpp"

namespace lanterne::ingest::verify {

namespace {

using database::Connection;
using database::Parameters;
using database::Rows;

/// What the payload of an event says otherwise than its row; empty: nothing.
std::string otherwise(const EpochRow& epoch, std::int64_t number, UtcTime at,
                      std::span<const std::byte> payload) {
    const auto event = wire::decode_event(payload);
    if (!event) {
        return fmt::format("a payload of {} bytes that can be read ({})", payload.size(),
                           wire::to_text(event.error()));
    }
    return event->epoch == epoch.epoch && event->number == static_cast<Sequence>(number) &&
                   event->time == at
               ? ""
               : fmt::format("epoch {}, number {}, at {}, as its payload says", event->epoch,
                             event->number, lanterne::to_text(event->time));
}

void compare(const EpochRow& epoch, const wire::SequenceSet& rows, Report& report) {
    if (const auto extra = difference(rows, epoch.events); !extra.empty()) {
        report.fault({FaultKind::event_not_noted, where(epoch),
                      "events " + in_words(extra) + " are stored, and their numbers are not noted",
                      "the epoch's numbers of events are those of race.unit_event"});
    }
    if (const auto missing = difference(epoch.events, rows); !missing.empty()) {
        report.fault({FaultKind::event_missing, where(epoch),
                      "numbers " + in_words(missing) + " are noted, and the events are not stored",
                      "the epoch's numbers of events are those of race.unit_event"});
    }
    if (const auto never = gaps(epoch.events, {}); !never.empty()) {
        report.fault(
            {FaultKind::event_gap, where(epoch),
             "events " + in_words(never) + " never came, later ones did",
             "all from 0 on; a unit that is still out sends them until a receipt says so"});
    }
}

} // namespace

void check_events(Connection& connection, const EpochRow& epoch, Report& report) {
    wire::SequenceSet stored;
    std::int64_t after = std::numeric_limits<std::int64_t>::min();
    for (bool more = true; more;) {
        const Rows rows = connection.execute(
            R"(SELECT number, at, payload FROM race.unit_event
                WHERE unit_id = $1 AND epoch = $2 AND number > $3 ORDER BY number LIMIT $4)",
            Parameters{}.add(epoch.unit).add(epoch.epoch).add(after).add(std::int64_t{page_rows}));
        for (std::size_t row = 0; row < rows.size(); ++row) {
            after = rows.get<std::int64_t>(row, 0);
            const auto at = rows.get<UtcTime>(row, 1);
            const std::string right = otherwise(epoch, after, at, rows.bytes(row, 2));
            if (!right.empty()) {
                report.fault({FaultKind::event_key, where(epoch),
                              fmt::format("event {}, at {}", after, lanterne::to_text(at)), right});
            }
            const auto number = static_cast<Sequence>(after);
            stored.add({number, number + 1});
            ++report.counts.events;
        }
        more = rows.size() == page_rows;
    }
    compare(epoch, stored, report);
}

void check_stray_events(Connection& connection, Report& report) {
    for_each_row(connection, "verify_stray_events",
                 R"(SELECT u.serial, v.epoch, count(*)
                      FROM race.unit_event v
                      LEFT JOIN race.unit_epoch e USING (unit_id, epoch)
                      JOIN race.unit u USING (unit_id)
                     WHERE e.month IS NULL
                     GROUP BY u.serial, v.epoch ORDER BY u.serial, v.epoch)",
                 [&](const Rows& rows, std::size_t row) {
                     report.fault({FaultKind::event_astray,
                                   fmt::format("unit {}, epoch {}", rows.get<std::string>(row, 0),
                                               rows.get<std::int64_t>(row, 1)),
                                   fmt::format("{} events", rows.get<std::int64_t>(row, 2)),
                                   "none, the epoch is not known"});
                 });
}

} // namespace lanterne::ingest::verify
