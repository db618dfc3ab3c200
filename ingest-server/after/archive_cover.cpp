#include "ingest-server/after/archive_cover.hpp"

#include <map>
#include <span>
#include <utility>

#include "core/wire/batch.hpp"
#include "core/wire/sequence_set.hpp"
#include "ingest-server/after/archive_text.hpp"
#include "ingest-server/plan_store.hpp"

namespace lanterne::ingest::after {

namespace {

using database::Connection;
using database::Parameters;
using database::Rows;

/// Numbers of one unit, by epoch.
using NumbersOfUnit = std::map<Epoch, wire::SequenceSet>;

NumbersOfUnit archived(Connection& connection, const ArchiveRow& archive, const UnitSerial& unit) {
    NumbersOfUnit numbers;
    const std::string file = read_file(connection, archive, "chunks/" + unit.text()).value_or("");
    read_chunks(file, [&](std::span<const std::byte> payload, UtcTime) {
        if (const auto batch = wire::decode_batch(payload)) {
            numbers[batch->epoch].add({batch->first, batch->first + batch->fixes.size()});
        }
    });
    return numbers;
}

Rows stored(Connection& connection, const Assignment& assignment,
            const std::optional<std::string>& month) {
    return connection.execute(
        R"(SELECT c.payload
             FROM race.track_chunk c JOIN race.unit u USING (unit_id)
            WHERE u.serial = $1 AND c.last_time >= $2 AND c.first_time < $3
              AND ($4::text IS NULL OR c.month = ($4 || '-01')::date))",
        Parameters{}
            .add(assignment.unit.text())
            .add(assignment.from.value_or(UtcTime::min()))
            .add(assignment.to.value_or(UtcTime::max()))
            .add(month));
}

} // namespace

std::uint64_t fixes_not_archived(Connection& connection, const ArchiveRow& archive,
                                 const std::optional<std::string>& month) {
    std::map<UnitSerial, NumbersOfUnit> known;
    std::map<std::pair<UnitSerial, Epoch>, wire::SequenceSet> late;
    for (const Assignment& worn : plan_store::assignments(connection, archive.race)) {
        if (!known.contains(worn.unit)) {
            known.emplace(worn.unit, archived(connection, archive, worn.unit));
        }
        NumbersOfUnit& of_unit = known.at(worn.unit);
        const Rows rows = stored(connection, worn, month);
        for (std::size_t row = 0; row < rows.size(); ++row) {
            const auto batch = wire::decode_batch(rows.bytes(row, 0));
            for (std::size_t i = 0; batch && i < batch->fixes.size(); ++i) {
                const Sequence number = batch->first + i;
                if (worn.covers(batch->fixes[i].time) && !of_unit[batch->epoch].contains(number)) {
                    late[{worn.unit, batch->epoch}].add({number, number + 1});
                }
            }
        }
    }
    std::uint64_t fixes = 0;
    for (const auto& [epoch, numbers] : late) {
        fixes += numbers.count();
    }
    return fixes;
}

} // namespace lanterne::ingest::after
