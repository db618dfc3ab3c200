#include "web-api/units/configuration_store.hpp"

#include <algorithm>
#include <limits>
#include <stdexcept>

#include <fmt/format.h>

#include "core/base/result.hpp"

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

/// Or why it has none.
Result<std::uint32_t, std::string> next_version(Connection& connection, const UnitSerial& unit) {
    const Rows rows = connection.execute(
        R"(SELECT coalesce((SELECT max(version) FROM plan.unit_configuration WHERE unit = $1), 0),
                  coalesce((SELECT applied_version FROM race.unit WHERE serial = $1), 0))",
        Parameters{}.add(unit.text()));
    const auto made = rows.get<std::int64_t>(0, 0);
    const auto applied = rows.get<std::int64_t>(0, 1);
    if (applied > made + version_slack) {
        return tl::unexpected{fmt::format(
            "it says that it has applied version {}, but {} is the greatest made for it", applied,
            made)};
    }
    const std::int64_t version = std::max(made, applied) + 1;
    if (version > std::numeric_limits<std::uint32_t>::max()) {
        return tl::unexpected{std::string{"it has no version left"}};
    }
    return static_cast<std::uint32_t>(version);
}

MadeConfig make(Connection& connection, const UnitSerial& unit, std::uint32_t version,
                const OfferedConfig& offered, const Sign& sign) {
    wire::SignedConfig config{.version = version,
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

OfferedConfigs offer_config(Connection& connection, const std::vector<UnitSerial>& units,
                            const OfferedConfig& offered, const Sign& sign) {
    Transaction transaction{connection};
    lock(connection);
    OfferedConfigs offers;
    for (const UnitSerial& unit : units) {
        const auto version = next_version(connection, unit);
        if (version) {
            offers.made.push_back(make(connection, unit, *version, offered, sign));
        } else {
            offers.refused.push_back({.unit = unit, .reason = version.error()});
        }
    }
    notify(connection);
    transaction.commit();
    return offers;
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
