#include "web-api/races/race_store.hpp"

#include <algorithm>
#include <cstddef>
#include <span>

#include "web-api/races/entry_store.hpp"
#include "web-api/races/statuses.hpp"

namespace lanterne::web {

using database::Connection;
using database::Parameters;
using database::Rows;
using database::Transaction;

namespace {

constexpr std::string_view entries_file = "entries.csv";

constexpr std::string_view races_sql = R"(
    SELECT r.race_id, r.slug, r.name, r.time_zone, r.starts_at,
           r.rehearsal_wall_start, r.rehearsal_race_start, r.rehearsal_rate, r.revision,
           r.retired_at, count(e.entry_id),
           count(*) FILTER (WHERE s.status <> 'not_started'),
           count(*) FILTER (WHERE s.status = ANY ($2::text[])),
           r.shard, r.imported_at
    FROM plan.race r
    LEFT JOIN plan.entry e USING (race_id)
    LEFT JOIN race.standing s ON s.race_id = r.race_id AND s.entry_id = e.entry_id
    WHERE CASE WHEN $1::text IS NULL THEN r.retired_at IS NULL ELSE r.slug = $1 END
    GROUP BY r.race_id
    ORDER BY r.starts_at DESC, r.slug)";

RaceRow race_row(const Rows& rows, std::size_t row) {
    RaceRow race;
    race.race_id = rows.get<std::int32_t>(row, 0);
    race.slug = rows.get<std::string>(row, 1);
    race.name = rows.get<std::string>(row, 2);
    race.time_zone = rows.get<std::string>(row, 3);
    race.starts_at = rows.get<UtcTime>(row, 4);
    if (!rows.is_null(row, 5)) {
        race.rehearsal = plan::RehearsalClock{rows.get<UtcTime>(row, 5), rows.get<UtcTime>(row, 6),
                                              rows.get<double>(row, 7)};
    }
    race.revision = rows.get<std::int64_t>(row, 8);
    race.is_retired = !rows.is_null(row, 9);
    race.entries = rows.get<std::int64_t>(row, 10);
    race.begun = rows.get<std::int64_t>(row, 11);
    race.ended = rows.get<std::int64_t>(row, 12);
    race.shard = rows.get<std::int16_t>(row, 13);
    race.imported_at = rows.get<UtcTime>(row, 14);
    return race;
}

void notify(Connection& connection, const std::string& slug) {
    connection.execute("SELECT pg_notify('plan', $1)", Parameters{}.add(slug));
}

/// The row lock taken here keeps two imports of one race apart.
ImportedRace write_race(Connection& connection, const plan::RacePlan& plan) {
    std::optional<UtcTime> wall_start;
    std::optional<UtcTime> race_start;
    std::optional<double> rate;
    if (plan.rehearsal) {
        wall_start = plan.rehearsal->wall_start;
        race_start = plan.rehearsal->race_start;
        rate = plan.rehearsal->rate;
    }
    const Rows rows = connection.execute(
        R"(INSERT INTO plan.race (slug, name, time_zone, starts_at, rehearsal_wall_start,
                                  rehearsal_race_start, rehearsal_rate)
           VALUES ($1, $2, $3, $4, $5, $6, $7)
           ON CONFLICT (slug) DO UPDATE
           SET name = excluded.name, time_zone = excluded.time_zone,
               starts_at = excluded.starts_at,
               rehearsal_wall_start = excluded.rehearsal_wall_start,
               rehearsal_race_start = excluded.rehearsal_race_start,
               rehearsal_rate = excluded.rehearsal_rate,
               revision = plan.race.revision + 1, imported_at = now(), retired_at = NULL
           RETURNING race_id, revision,
                     EXISTS (SELECT FROM plan.race before
                             WHERE before.slug = $1 AND before.retired_at IS NOT NULL))",
        Parameters{}
            .add(plan.slug.text())
            .add(plan.name)
            .add(plan.time_zone)
            .add(plan.start)
            .add(wall_start)
            .add(race_start)
            .add(rate));
    ImportedRace imported;
    imported.race_id = rows.get<std::int32_t>(0, 0);
    imported.revision = rows.get<std::int64_t>(0, 1);
    imported.was_retired = rows.get<bool>(0, 2);
    imported.entries = plan.entries.size();
    return imported;
}

void write_files(Connection& connection, std::int32_t race_id, const exchange::FolderFiles& files) {
    connection.execute("DELETE FROM plan.race_file WHERE race_id = $1", Parameters{}.add(race_id));
    for (const auto& [name, content] : files) {
        if (name == entries_file) {
            continue;
        }
        connection.execute(
            "INSERT INTO plan.race_file (race_id, name, content) VALUES ($1, $2, $3)",
            Parameters{}.add(race_id).add(name).add(
                std::as_bytes(std::span{content.data(), content.size()})));
    }
}

} // namespace

ImportedRace import_race(Connection& connection, const plan::RacePlan& plan,
                         const exchange::FolderFiles& files) {
    Transaction transaction{connection};
    ImportedRace imported = write_race(connection, plan);
    write_files(connection, imported.race_id, files);
    imported.removed_entries =
        write_entries(connection, imported.race_id, plan.start, plan.entries);
    notify(connection, plan.slug.text());
    transaction.commit();
    return imported;
}

std::optional<exchange::FolderFiles> export_race(Connection& connection, const Slug& slug) {
    const Rows race = connection.execute("SELECT race_id FROM plan.race WHERE slug = $1",
                                         Parameters{}.add(slug.text()));
    if (race.empty()) {
        return std::nullopt;
    }
    const auto race_id = race.get<std::int32_t>(0, 0);
    const Rows rows = connection.execute(
        "SELECT name, content FROM plan.race_file WHERE race_id = $1", Parameters{}.add(race_id));
    exchange::FolderFiles files;
    for (std::size_t row = 0; row < rows.size(); ++row) {
        const auto bytes = rows.get<std::vector<std::byte>>(row, 1);
        std::string content(bytes.size(), '\0');
        std::ranges::transform(bytes, content.begin(),
                               [](std::byte b) { return static_cast<char>(b); });
        files.emplace(rows.get<std::string>(row, 0), std::move(content));
    }
    files.emplace(entries_file, exchange::write_entries_csv(read_entries(connection, race_id)));
    return files;
}

Retirement retire_race(Connection& connection, const Slug& slug, UtcTime wall) {
    Transaction transaction{connection};
    // The lock keeps an import apart from what is decided here.
    connection.execute("SELECT FROM plan.race WHERE slug = $1 FOR NO KEY UPDATE",
                       Parameters{}.add(slug.text()));
    const auto race = find_race(connection, slug.text());
    if (!race) {
        return Retirement::unknown_race;
    }
    if (race->is_retired) {
        return Retirement::retired_before;
    }
    if (is_running(*race, plan::race_time(race->rehearsal, wall))) {
        return Retirement::still_running;
    }
    connection.execute(
        "UPDATE plan.race SET retired_at = $2, revision = revision + 1 WHERE race_id = $1",
        Parameters{}.add(race->race_id).add(wall));
    notify(connection, slug.text());
    transaction.commit();
    return Retirement::made;
}

Sharding set_shard(Connection& connection, const Slug& slug, std::int16_t shard, UtcTime wall) {
    Transaction transaction{connection};
    connection.execute("SELECT FROM plan.race WHERE slug = $1 FOR NO KEY UPDATE",
                       Parameters{}.add(slug.text()));
    const auto race = find_race(connection, slug.text());
    if (!race) {
        return Sharding::unknown_race;
    }
    if (race->is_retired) {
        return Sharding::retired;
    }
    if (is_running(*race, plan::race_time(race->rehearsal, wall))) {
        return Sharding::still_running;
    }
    connection.execute("UPDATE plan.race SET shard = $2 WHERE race_id = $1",
                       Parameters{}.add(race->race_id).add(shard));
    notify(connection, slug.text());
    transaction.commit();
    return Sharding::made;
}

Assignment assign_unit(Connection& connection, const Slug& slug, const Bib& bib,
                       const std::optional<UnitSerial>& unit) {
    Transaction transaction{connection};
    const Rows race = connection.execute(
        "UPDATE plan.race SET revision = revision + 1 WHERE slug = $1 RETURNING race_id, starts_at",
        Parameters{}.add(slug.text()));
    if (race.empty()) {
        return Assignment::unknown_race;
    }
    const auto race_id = race.get<std::int32_t>(0, 0);
    const auto starts_at = race.get<UtcTime>(0, 1);
    const Rows entry =
        connection.execute("SELECT entry_id FROM plan.entry WHERE race_id = $1 AND bib = $2",
                           Parameters{}.add(race_id).add(bib.text()));
    if (entry.empty()) {
        return Assignment::unknown_bib;
    }
    const auto entry_id = entry.get<std::int32_t>(0, 0);
    const std::string serial = unit ? unit->text() : "";
    connection.execute(R"(DELETE FROM plan.assignment a USING plan.entry e
                          WHERE a.entry_id = e.entry_id AND e.race_id = $1 AND a.role = 'primary'
                            AND (a.entry_id = $2 OR a.unit = $3))",
                       Parameters{}.add(race_id).add(entry_id).add(serial));
    if (unit) {
        connection.execute(
            R"(INSERT INTO plan.assignment (entry_id, unit, during)
               VALUES ($1, $2, tstzrange($3, $4)))",
            Parameters{}
                .add(entry_id)
                .add(serial)
                .add(starts_at - assigned_before_start)
                .add(starts_at + assigned_after_start));
    }
    notify(connection, slug.text());
    transaction.commit();
    return Assignment::made;
}

std::vector<RaceRow> list_races(Connection& connection) {
    const Rows rows = connection.execute(
        races_sql, Parameters{}.add(std::optional<std::string>{}).add_array(words_of_ended()));
    std::vector<RaceRow> races;
    for (std::size_t row = 0; row < rows.size(); ++row) {
        races.push_back(race_row(rows, row));
    }
    return races;
}

std::optional<RaceRow> find_race(Connection& connection, std::string_view slug) {
    const Rows rows =
        connection.execute(races_sql, Parameters{}.add(slug).add_array(words_of_ended()));
    return rows.empty() ? std::nullopt : std::optional{race_row(rows, 0)};
}

std::optional<RaceKey> find_race_key(Connection& connection, std::string_view slug) {
    const Rows rows = connection.execute("SELECT race_id, slug FROM plan.race WHERE slug = $1",
                                         Parameters{}.add(slug));
    return rows.empty()
               ? std::nullopt
               : std::optional{RaceKey{rows.get<std::int32_t>(0, 0), rows.get<std::string>(0, 1)}};
}

std::string_view state_text(RaceState state) {
    switch (state) {
    case RaceState::before: return "before";
    case RaceState::live: return "live";
    case RaceState::finished: return "finished";
    }
    return "before";
}

RaceState state_of(const RaceRow& race, UtcTime now) {
    if (race.entries > 0 && race.ended == race.entries) {
        return RaceState::finished;
    }
    return now >= race.starts_at || race.begun > 0 ? RaceState::live : RaceState::before;
}

bool is_running(const RaceRow& race, UtcTime now) {
    return state_of(race, now) == RaceState::live && now < race.starts_at + assigned_after_start;
}

} // namespace lanterne::web
