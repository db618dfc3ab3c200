#include "web-api/races/entry_store.hpp"

#include <optional>
#include <span>
#include <string>

#include "core/exchange/relay_members.hpp"

namespace lanterne::web {

using database::Connection;
using database::Parameters;
using database::Rows;

namespace {

/// The columns of plan.entry, each an array: one statement for any number of rows.
struct EntryColumns {
    explicit EntryColumns(const std::vector<plan::Entry>& entries) {
        for (const plan::Entry& entry : entries) {
            bib.push_back(entry.bib.text());
            name.push_back(entry.name);
            sex.emplace_back(plan::to_text(entry.sex));
            birth_year.push_back(entry.birth_year ? std::optional<std::int32_t>{*entry.birth_year}
                                                  : std::nullopt);
            category.push_back(entry.category);
            wave.push_back(entry.wave);
            team.push_back(entry.team);
            slot.push_back(entry.slot);
            members.push_back(exchange::members_text(entry.members));
            if (entry.unit) {
                with_unit.push_back(entry.bib.text());
                unit.push_back(entry.unit->text());
            }
        }
    }

    std::vector<std::string> bib, name, sex, category, wave, team, members;
    std::vector<std::optional<UtcTime>> slot;
    std::vector<std::optional<std::int32_t>> birth_year;
    std::vector<std::string> with_unit, unit; ///< bib and serial of those that have one
};

std::size_t write_columns(Connection& connection, std::int32_t race_id,
                          const EntryColumns& columns) {
    const Rows removed =
        connection.execute("DELETE FROM plan.entry WHERE race_id = $1 AND bib <> ALL ($2)",
                           Parameters{}.add(race_id).add_array(std::span{columns.bib}));
    connection.execute(
        R"(INSERT INTO plan.entry (race_id, bib, name, sex, birth_year, category, wave, team, slot,
                                   members)
           SELECT $1, c.bib, c.name, c.sex, c.birth_year, c.category, c.wave, c.team, c.slot,
                  c.members
           FROM unnest($2::text[], $3::text[], $4::text[], $5::integer[], $6::text[], $7::text[],
                       $8::text[], $9::timestamptz[], $10::text[])
                WITH ORDINALITY AS c (bib, name, sex, birth_year, category, wave, team, slot,
                                      members, place)
           ORDER BY c.place
           ON CONFLICT (race_id, bib) DO UPDATE
           SET name = excluded.name, sex = excluded.sex, birth_year = excluded.birth_year,
               category = excluded.category, wave = excluded.wave, team = excluded.team,
               slot = excluded.slot, members = excluded.members)",
        Parameters{}
            .add(race_id)
            .add_array(std::span{columns.bib})
            .add_array(std::span{columns.name})
            .add_array(std::span{columns.sex})
            .add_array(std::span<const std::optional<std::int32_t>>{columns.birth_year})
            .add_array(std::span{columns.category})
            .add_array(std::span{columns.wave})
            .add_array(std::span{columns.team})
            .add_array(std::span<const std::optional<UtcTime>>{columns.slot})
            .add_array(std::span{columns.members}));
    return removed.affected();
}

void write_assignments(Connection& connection, std::int32_t race_id, UtcTime start,
                       const EntryColumns& columns) {
    // First what no longer holds: the entry has another unit now, or the unit another entry.
    connection.execute(
        R"(DELETE FROM plan.assignment a
           USING plan.entry e, unnest($2::text[], $3::text[]) AS w (bib, unit)
           WHERE a.entry_id = e.entry_id AND e.race_id = $1 AND a.role = 'primary'
             AND (e.bib = w.bib) <> (a.unit = w.unit))",
        Parameters{}
            .add(race_id)
            .add_array(std::span{columns.with_unit})
            .add_array(std::span{columns.unit}));
    const UtcTime from = start - assigned_before_start;
    const UtcTime to = start + assigned_after_start;
    connection.execute(
        R"(UPDATE plan.assignment a SET during = tstzrange($2, $3)
           FROM plan.entry e
           WHERE a.entry_id = e.entry_id AND e.race_id = $1 AND a.role = 'primary'
             AND a.during <> tstzrange($2, $3))",
        Parameters{}.add(race_id).add(from).add(to));
    connection.execute(
        R"(INSERT INTO plan.assignment (entry_id, unit, during)
           SELECT e.entry_id, w.unit, tstzrange($4, $5)
           FROM plan.entry e JOIN unnest($2::text[], $3::text[]) AS w (bib, unit) USING (bib)
           WHERE e.race_id = $1
             AND NOT EXISTS (SELECT FROM plan.assignment a
                             WHERE a.entry_id = e.entry_id AND a.role = 'primary'))",
        Parameters{}
            .add(race_id)
            .add_array(std::span{columns.with_unit})
            .add_array(std::span{columns.unit})
            .add(from)
            .add(to));
}

} // namespace

std::size_t write_entries(Connection& connection, std::int32_t race_id, UtcTime start,
                          const std::vector<plan::Entry>& entries) {
    const EntryColumns columns{entries};
    const std::size_t removed = write_columns(connection, race_id, columns);
    write_assignments(connection, race_id, start, columns);
    return removed;
}

std::vector<plan::Entry> read_entries(Connection& connection, std::int32_t race_id) {
    const Rows rows = connection.execute(
        R"(SELECT e.bib, e.name, e.sex, e.birth_year, e.category, e.wave, e.team, e.slot, e.members,
                  (SELECT a.unit FROM plan.assignment a
                   WHERE a.entry_id = e.entry_id AND a.role = 'primary'
                   ORDER BY a.assignment_id DESC LIMIT 1)
           FROM plan.entry e WHERE e.race_id = $1
           ORDER BY length(e.bib), e.bib COLLATE "C")",
        Parameters{}.add(race_id));
    std::vector<plan::Entry> entries;
    for (std::size_t row = 0; row < rows.size(); ++row) {
        const auto unit = rows.get_optional<std::string>(row, 9);
        entries.push_back(
            {.bib = Bib::from(rows.get<std::string>(row, 0)).value(),
             .name = rows.get<std::string>(row, 1),
             .sex = plan::parse_sex(rows.get<std::string>(row, 2)).value_or(plan::Sex::other),
             .birth_year = rows.get_optional<std::int32_t>(row, 3),
             .category = rows.get<std::string>(row, 4),
             .wave = rows.get<std::string>(row, 5),
             .team = rows.get<std::string>(row, 6),
             .unit = unit ? UnitSerial::from(*unit) : std::nullopt,
             .slot = rows.get_optional<UtcTime>(row, 7),
             .members = exchange::members_in(rows.get<std::string>(row, 8))});
    }
    return entries;
}

} // namespace lanterne::web
