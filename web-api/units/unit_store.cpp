#include "web-api/units/unit_store.hpp"

#include <array>
#include <string_view>

#include "service/json_writer.hpp"

namespace lanterne::web {

using database::Connection;
using database::Parameters;
using database::Rows;
using service::JsonWriter;

namespace {

constexpr std::string_view units_sql = R"(
    WITH worn AS (
        SELECT DISTINCT ON (a.unit) a.unit, e.bib, r.slug, r.rehearsal_wall_start,
               r.rehearsal_race_start, r.rehearsal_rate
        FROM plan.assignment a
        JOIN plan.entry e USING (entry_id)
        JOIN plan.race r USING (race_id)
        ORDER BY a.unit, a.assignment_id DESC),
    offered AS (
        SELECT DISTINCT ON (unit) unit, version, withdrawn_at
        FROM plan.unit_configuration
        ORDER BY unit, version DESC),
    faulty AS (
        SELECT serial, sum(messages)::int8 AS messages, max(last_at) AS last_at
        FROM race.unit_fault
        GROUP BY serial)
    SELECT coalesce(u.serial, w.unit), coalesce(u.state, 'expected'), coalesce(u.link, 'unknown'),
           u.last_seen, u.last_fix_time, u.battery_pct, u.firmware, u.board, u.journalled,
           u.receipted, w.bib, w.slug, w.rehearsal_wall_start, w.rehearsal_race_start,
           w.rehearsal_rate, o.version, u.applied_version, u.refused_reason, u.profile,
           u.lasts_until, coalesce(f.messages, 0), f.last_at
    FROM race.unit u FULL JOIN worn w ON w.unit = u.serial
    LEFT JOIN offered o ON o.unit = coalesce(u.serial, w.unit) AND o.withdrawn_at IS NULL
    LEFT JOIN faulty f ON f.serial = u.serial
    ORDER BY 1 LIMIT $1)";

UnitRow unit_row(const Rows& rows, std::size_t row) {
    UnitRow unit;
    unit.serial = rows.get<std::string>(row, 0);
    unit.state = rows.get<std::string>(row, 1);
    unit.link = rows.get<std::string>(row, 2);
    unit.last_seen = rows.get_optional<UtcTime>(row, 3);
    unit.last_fix_time = rows.get_optional<UtcTime>(row, 4);
    unit.battery_pct = rows.get_optional<std::int16_t>(row, 5);
    unit.firmware = rows.get_optional<std::string>(row, 6);
    unit.board = rows.get_optional<std::string>(row, 7);
    unit.journalled = rows.get_optional<std::int64_t>(row, 8);
    unit.receipted = rows.get_optional<std::int64_t>(row, 9);
    unit.bib = rows.get_optional<std::string>(row, 10);
    unit.race = rows.get_optional<std::string>(row, 11);
    if (!rows.is_null(row, 12)) {
        unit.rehearsal = plan::RehearsalClock{
            rows.get<UtcTime>(row, 12), rows.get<UtcTime>(row, 13), rows.get<double>(row, 14)};
    }
    unit.offered_version = rows.get_optional<std::int64_t>(row, 15);
    unit.applied_version = rows.get_optional<std::int64_t>(row, 16);
    unit.refused_reason = rows.get_optional<std::string>(row, 17);
    unit.profile = rows.get_optional<std::int16_t>(row, 18);
    unit.lasts_until = rows.get_optional<UtcTime>(row, 19);
    unit.faults = rows.get<std::int64_t>(row, 20);
    unit.last_fault = rows.get_optional<UtcTime>(row, 21);
    return unit;
}

std::optional<std::string> text_of(std::optional<UtcTime> time) {
    return time ? std::optional{to_text(*time)} : std::nullopt;
}

/// In race time, as a spectator feels it: a rehearsal's second is a race's second.
std::optional<double> fix_age_s(const UnitRow& unit, UtcTime wall) {
    if (!unit.last_fix_time) {
        return std::nullopt;
    }
    const Milliseconds age = plan::race_time(unit.rehearsal, wall) - *unit.last_fix_time;
    return static_cast<double>(age.count()) / 1000;
}

std::optional<std::string> profile_text(std::optional<std::int16_t> profile) {
    constexpr std::array<std::string_view, 4> names{"sleep", "ready", "race", "economy"};
    return profile && *profile >= 0 && static_cast<std::size_t>(*profile) < names.size()
               ? std::optional{std::string{names[static_cast<std::size_t>(*profile)]}}
               : std::nullopt;
}

void write_unit(JsonWriter& json, const UnitRow& unit, UtcTime wall) {
    json.begin_object()
        .field("serial", unit.serial)
        .field("state", unit.state)
        .field("link", unit.link)
        .field("last_seen", text_of(unit.last_seen))
        .field("last_fix_time", text_of(unit.last_fix_time))
        .field("fix_age_s", fix_age_s(unit, wall), 1)
        .field("battery_pct", unit.battery_pct)
        .field("firmware", unit.firmware)
        .field("board", unit.board)
        .field("journalled", unit.journalled)
        .field("receipted", unit.receipted)
        .field("offered_version", unit.offered_version)
        .field("applied_version", unit.applied_version)
        .field("refused_reason", unit.refused_reason)
        .field("profile", profile_text(unit.profile))
        .field("lasts_until", text_of(unit.lasts_until))
        .field("faults", unit.faults)
        .field("last_fault", text_of(unit.last_fault))
        .field("bib", unit.bib)
        .field("race", unit.race)
        .end_object();
}

} // namespace

std::vector<UnitRow> read_units(Connection& connection) {
    const Rows rows = connection.execute(units_sql, Parameters{}.add(max_units_shown));
    std::vector<UnitRow> units;
    units.reserve(rows.size());
    for (std::size_t row = 0; row < rows.size(); ++row) {
        units.push_back(unit_row(rows, row));
    }
    return units;
}

std::string units_json(const std::vector<UnitRow>& units, UtcTime wall) {
    JsonWriter json;
    json.begin_object().name("units").begin_array();
    for (const UnitRow& unit : units) {
        write_unit(json, unit, wall);
    }
    json.end_array().end_object();
    return json.take();
}

} // namespace lanterne::web
