#include <algorithm>

#include "ingest-server/store.hpp"

namespace lanterne::ingest::store {

namespace {

using database::Connection;
using database::Parameters;

std::string kind_of(const wire::Event& event) {
    struct Names {
        const char* operator()(const wire::Sos&) const { return "sos"; }

        const char* operator()(const wire::SosCancel&) const { return "sos_cancel"; }

        const char* operator()(const wire::Boot&) const { return "boot"; }

        const char* operator()(const wire::Button&) const { return "button"; }

        const char* operator()(const wire::Lost&) const { return "lost"; }

        const char* operator()(const wire::UnitPassage&) const { return "passage"; }
    };

    return std::visit(Names{}, event.body);
}

/// In the order of their coming, without those that the limit of their unit would remove at once.
std::vector<const SetAside*> newest_of(std::span<const SetAside> kept) {
    std::map<UnitSerial, std::size_t> counts;
    std::vector<const SetAside*> newest;
    for (auto one = kept.rbegin(); one != kept.rend(); ++one) {
        if (++counts[one->unit] <= max_set_aside_per_unit) {
            newest.push_back(&*one);
        }
    }
    std::ranges::reverse(newest);
    return newest;
}

} // namespace

void insert_events(Connection& connection, std::span<const UnitEvent> events, UtcTime wall) {
    for (const auto& [unit, event, payload] : events) {
        connection.execute(
            R"(INSERT INTO race.unit_event (unit_id, epoch, number, at, received_at, kind, payload)
               VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING)",
            Parameters{}
                .add(unit)
                .add(std::int64_t{event.epoch})
                .add(static_cast<std::int64_t>(event.number))
                .add(event.time)
                .add(wall)
                .add(kind_of(event))
                .add(std::span<const std::byte>{payload}));
    }
}

void set_aside(Connection& connection, std::span<const SetAside> kept, UtcTime wall) {
    std::set<UnitSerial> units;
    for (const SetAside* one : newest_of(kept)) {
        const auto bytes = std::span<const std::byte>{one->payload};
        connection.execute("INSERT INTO race.set_aside (serial, reason, seen_at, payload) "
                           "VALUES ($1, $2, $3, $4)",
                           Parameters{}
                               .add(one->unit.text())
                               .add(one->reason)
                               .add(wall)
                               .add(bytes.first(std::min(bytes.size(), max_set_aside_bytes))));
        units.insert(one->unit);
    }
    for (const UnitSerial& unit : units) {
        connection.execute(
            R"(DELETE FROM race.set_aside
                WHERE serial = $1 AND set_aside_id <=
                      (SELECT set_aside_id FROM race.set_aside WHERE serial = $1
                        ORDER BY set_aside_id DESC OFFSET $2 LIMIT 1))",
            Parameters{}.add(unit.text()).add(std::int64_t{max_set_aside_per_unit}));
    }
    connection.execute(
        R"(DELETE FROM race.set_aside
            WHERE set_aside_id <= (SELECT set_aside_id FROM race.set_aside
                                    ORDER BY set_aside_id DESC OFFSET $1 LIMIT 1))",
        Parameters{}.add(std::int64_t{max_set_aside}));
}

} // namespace lanterne::ingest::store
