#include "web-api/live/live_store.hpp"

#include "web-api/forecasts/forecast_store.hpp"

namespace lanterne::web {

using database::Connection;
using database::Parameters;
using database::Rows;
using database::Transaction;

namespace {

constexpr std::string_view race_sql = R"(
    SELECT r.race_id, r.revision, coalesce(s.version, 0), r.starts_at, r.rehearsal_wall_start,
           r.rehearsal_race_start, r.rehearsal_rate, (SELECT store FROM race.store),
           coalesce(s.last_event, 0)
    FROM plan.race r LEFT JOIN race.race_state s USING (race_id) WHERE r.slug = $1)";

constexpr std::string_view entries_sql = R"(
    SELECT e.bib, coalesce(s.version, 0), coalesce(s.status, 'not_started'), s.rank, s.gap_ms,
           s.along_dm, s.fix_time, s.latitude_e6, s.longitude_e6, s.speed_dmps, s.battery_pct,
           s.next_report_s, coalesce(s.reason, 0::smallint), coalesce(s.linked, false)
    FROM plan.entry e
    LEFT JOIN race.standing s ON s.race_id = e.race_id AND s.entry_id = e.entry_id
    WHERE e.race_id = $1)";

constexpr std::string_view passages_sql = R"(
    SELECT e.bib, p.point, p.leg, p.lap, p.at, p.standard_error_ms, p.source, p.revision,
           p.bridged, p.settled
    FROM race.passage p JOIN plan.entry e USING (entry_id)
    WHERE p.race_id = $1 AND p.current)";

template<class To, class From>
std::optional<To> narrow(const Rows& rows, std::size_t row, std::size_t column) {
    const auto value = rows.get_optional<From>(row, column);
    return value ? std::optional{static_cast<To>(*value)} : std::nullopt;
}

/// The database's words are those of wire::to_text; one that this program does not know shows as
/// unscored.
wire::RaceStatus status_of(std::string_view text) {
    return wire::parse_race_status(text).value_or(wire::RaceStatus::unscored);
}

wire::LiveEntry entry_of(const Rows& rows, std::size_t row) {
    wire::LiveEntry entry{.bib = Bib::from(rows.get<std::string>(row, 0)).value()};
    entry.version = static_cast<std::uint64_t>(rows.get<std::int64_t>(row, 1));
    entry.status = status_of(rows.get<std::string>(row, 2));
    entry.rank = narrow<std::uint32_t, std::int32_t>(rows, row, 3);
    entry.gap_ms = rows.get_optional<std::int64_t>(row, 4);
    entry.along_dm = rows.get_optional<std::int64_t>(row, 5);
    entry.fix_time = rows.get_optional<UtcTime>(row, 6);
    if (!rows.is_null(row, 7) && !rows.is_null(row, 8)) {
        entry.position = Position{Latitude{rows.get<std::int32_t>(row, 7)},
                                  Longitude{rows.get<std::int32_t>(row, 8)}};
    }
    entry.speed_dmps = narrow<std::uint32_t, std::int32_t>(rows, row, 9);
    entry.battery_pct = narrow<std::uint8_t, std::int16_t>(rows, row, 10);
    entry.next_report_s = narrow<std::uint32_t, std::int32_t>(rows, row, 11);
    entry.reason = static_cast<std::uint8_t>(rows.get<std::int16_t>(row, 12));
    entry.is_linked = rows.get<bool>(row, 13);
    return entry;
}

wire::LivePassage passage_of(const Rows& rows, std::size_t row) {
    return {.bib = Bib::from(rows.get<std::string>(row, 0)).value(),
            .point = rows.get<std::string>(row, 1),
            .leg = static_cast<std::uint32_t>(rows.get<std::int16_t>(row, 2)),
            .lap = static_cast<std::uint32_t>(rows.get<std::int32_t>(row, 3)),
            .time = rows.get<UtcTime>(row, 4),
            .standard_error_ms = static_cast<std::uint32_t>(rows.get<std::int32_t>(row, 5)),
            .source = rows.get<std::string>(row, 6),
            .revision = static_cast<std::uint32_t>(rows.get<std::int32_t>(row, 7)),
            .is_bridged = rows.get<bool>(row, 8),
            .is_settled = rows.get<bool>(row, 9)};
}

} // namespace

std::optional<RaceSnapshot> read_snapshot(Connection& connection, std::string_view slug) {
    Transaction transaction{connection};
    connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
    const Rows race = connection.execute(race_sql, Parameters{}.add(slug));
    if (race.empty()) {
        return std::nullopt;
    }
    const auto race_id = race.get<std::int32_t>(0, 0);
    RaceSnapshot snapshot;
    snapshot.version = {.store = race.get<std::int64_t>(0, 7),
                        .plan_revision = race.get<std::int64_t>(0, 1),
                        .version = static_cast<std::uint64_t>(race.get<std::int64_t>(0, 2))};
    snapshot.starts_at = race.get<UtcTime>(0, 3);
    snapshot.last_event = static_cast<std::uint64_t>(race.get<std::int64_t>(0, 8));
    if (!race.is_null(0, 4)) {
        snapshot.rehearsal = plan::RehearsalClock{race.get<UtcTime>(0, 4), race.get<UtcTime>(0, 5),
                                                  race.get<double>(0, 6)};
    }
    const Rows entries = connection.execute(entries_sql, Parameters{}.add(race_id));
    for (std::size_t row = 0; row < entries.size(); ++row) {
        snapshot.entries.push_back(entry_of(entries, row));
    }
    const Rows passages = connection.execute(passages_sql, Parameters{}.add(race_id));
    for (std::size_t row = 0; row < passages.size(); ++row) {
        snapshot.passages.push_back(passage_of(passages, row));
    }
    snapshot.forecasts = read_forecasts(connection, race_id);
    snapshot.grades = read_grades(connection, race_id);
    transaction.commit();
    return snapshot;
}

std::map<std::string, RaceVersion> read_versions(Connection& connection) {
    const Rows rows = connection.execute(
        R"(SELECT r.slug, r.revision, coalesce(s.version, 0), (SELECT store FROM race.store)
           FROM plan.race r LEFT JOIN race.race_state s USING (race_id))");
    std::map<std::string, RaceVersion> versions;
    for (std::size_t row = 0; row < rows.size(); ++row) {
        versions.emplace(
            rows.get<std::string>(row, 0),
            RaceVersion{.store = rows.get<std::int64_t>(row, 3),
                        .plan_revision = rows.get<std::int64_t>(row, 1),
                        .version = static_cast<std::uint64_t>(rows.get<std::int64_t>(row, 2))});
    }
    return versions;
}

} // namespace lanterne::web
