#include "ingest-server/configurations.hpp"

#include <vector>

namespace lanterne::ingest {

void Configurations::look(database::Connection& connection, std::uint64_t connections,
                          const Offer& offer) {
    if (connections != connections_) {
        connections_ = connections;
        seen_ = 0;
    }
    if (connections == 0) {
        return;
    }
    const database::Rows rows = connection.execute(
        R"(SELECT c.change, c.unit,
                  CASE WHEN c.withdrawn_at IS NULL THEN c.message ELSE ''::bytea END
             FROM plan.unit_configuration c
             LEFT JOIN race.unit u ON u.serial = c.unit
            WHERE c.change > $1
              AND NOT EXISTS (SELECT FROM plan.unit_configuration n
                               WHERE n.unit = c.unit AND n.version > c.version)
              AND (c.withdrawn_at IS NOT NULL OR u.applied_version IS DISTINCT FROM c.version)
            ORDER BY c.change LIMIT $2)",
        database::Parameters{}.add(seen_).add(max_offers_a_look));
    for (std::size_t row = 0; row < rows.size(); ++row) {
        const auto unit = UnitSerial::from(rows.get<std::string>(row, 1));
        const auto message = rows.get<std::vector<std::byte>>(row, 2);
        if (unit && !offer(*unit, message)) {
            return;
        }
        seen_ = rows.get<std::int64_t>(row, 0);
    }
}

} // namespace lanterne::ingest
