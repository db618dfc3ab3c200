#include "web-api/units/configuration_store.hpp"

#include <limits>
#include <stdexcept>

#include <fmt/format.h>

namespace lanterne::web {

using database::Connection;
using database::Parameters;
using database::Rows;
using database::Transaction;

namespace {

/// Until COMMIT nobody else writes there; readers are not held up.
void lock(Connection& connection) {
    connection.execute("LOCK TABLE plan.unit_configuration IN SHARE ROW EXCLUSIVE MODE");
}

void notify(Connection& connection) {
    connection.execute("SELECT pg_notify('plan', 'unit_configuration')");
}

std::uint32_t next_version(Connection& connection, const UnitSerial& unit) {
    const Rows rows = connection.execute(
        R"(SELECT greatest((SELECT max(version) FROM plan.unit_configuration WHERE unit = $1),
                           (SELECT applied_version FROM race.unit WHERE serial = $1), 0) + 1)",
        Parameters{}.add(unit.text()));
    const auto version = rows.get<std::int64_t>(0, 0);
    if (version > std::numeric_limits<std::uint32_t>::max()) {
        throw std::runtime_error{fmt::format("{}: it has no version left", unit.text())};
    }
    return static_cast<std::uint32_t>(version);
}

MadeConfig make(Connection& connection, const UnitSerial& unit, const OfferedConfig& offered,
                const Sign& sign) {
    wire::SignedConfig config{.version = next_version(connection, unit),
                              .expires = offered.expires,
                              .not_before = offered.not_before,
                              .body = offered.body};
    config.signature = sign(wire::signed_bytes(unit, config));
    const auto message = wire::encode(config);
    if (!message) {
        throw std::runtime_error{
            fmt::format("{}: the message is {}", unit.text(), wire::to_text(message.error()))};
    }
    connection.execute(
        R"(INSERT INTO plan.unit_configuration (unit, version, not_before, expires, message)
           VALUES ($1, $2, $3, $4, $5))",
        Parameters{}
            .add(unit.text())
            .add(std::int64_t{config.version})
            .add(config.not_before)
            .add(config.expires)
            .add(std::span<const std::byte>{*message}));
    return {.unit = unit, .version = config.version, .bytes = message->size()};
}

} // namespace

std::vector<MadeConfig> offer_config(Connection& connection, const std::vector<UnitSerial>& units,
                                     const OfferedConfig& offered, const Sign& sign) {
    Transaction transaction{connection};
    lock(connection);
    std::vector<MadeConfig> made;
    made.reserve(units.size());
    for (const UnitSerial& unit : units) {
        made.push_back(make(connection, unit, offered, sign));
    }
    notify(connection);
    transaction.commit();
    return made;
}

std::size_t withdraw_configs(Connection& connection, const std::vector<UnitSerial>& units) {
    std::vector<std::string> serials;
    serials.reserve(units.size());
    for (const UnitSerial& unit : units) {
        serials.push_back(unit.text());
    }
    Transaction transaction{connection};
    lock(connection);
    // The newest alone: what is older is not offered any more.
    const Rows rows = connection.execute(
        R"(UPDATE plan.unit_configuration c
              SET withdrawn_at = now(), change = nextval('plan.unit_configuration_change')
            WHERE c.unit = ANY ($1) AND c.withdrawn_at IS NULL
              AND c.version = (SELECT max(version) FROM plan.unit_configuration n
                                WHERE n.unit = c.unit))",
        Parameters{}.add_array(std::span<const std::string>{serials}));
    notify(connection);
    transaction.commit();
    return rows.affected();
}

std::vector<UnitSerial> units_of_race(Connection& connection, const Slug& race) {
    const Rows rows = connection.execute(
        R"(SELECT DISTINCT a.unit
             FROM plan.assignment a
             JOIN plan.entry e USING (entry_id)
             JOIN plan.race r USING (race_id)
            WHERE r.slug = $1
            ORDER BY a.unit)",
        Parameters{}.add(race.text()));
    std::vector<UnitSerial> units;
    for (std::size_t row = 0; row < rows.size(); ++row) {
        if (const auto unit = UnitSerial::from(rows.get<std::string>(row, 0))) {
            units.push_back(*unit); // assignment_unit_form lets nothing else in
        }
    }
    return units;
}

} // namespace lanterne::web
