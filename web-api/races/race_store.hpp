#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/ids.hpp"
#include "core/exchange/race_folder.hpp"
#include "core/plan/race_plan.hpp"
#include "database/connection.hpp"
#include "web-api/races/entry_store.hpp"

namespace lanterne::web {

struct ImportedRace {
    std::int32_t race_id = 0;
    std::int64_t revision = 0; ///< 1: it is new
    std::size_t entries = 0;
    std::size_t removed_entries = 0;
    bool was_retired = false; ///< and is no longer
};

/// Makes the race of that slug what the folder says, in one transaction: its row, its files, its
/// entries (by bib; an entry that stays keeps its id, and so its passages), its units. An entry
/// without a unit in entries.csv keeps what it has. Whoever listens on `plan` is told the slug.
/// `files` are those that `plan` was read from. A race that was retired is back in the lists.
ImportedRace import_race(database::Connection& connection, const plan::RacePlan& plan,
                         const exchange::FolderFiles& files);

/// The race folder as it would have to be to import what the database holds: the files as they
/// came, entries.csv from the rows. Nothing when there is no such race.
std::optional<exchange::FolderFiles> export_race(database::Connection& connection,
                                                 const Slug& slug);

enum class Retirement { made, unknown_race, retired_before, still_running };

/// The race is in no list any more, and nobody scores it. It is kept with its acts, its fixes and
/// its results, as its page still shows them. Importing it brings it back. `wall` is wall time.
Retirement retire_race(database::Connection& connection, const Slug& slug, UtcTime wall);

enum class Sharding { made, unknown_race, retired, still_running };

/// The race is of that shard, 0 to wire::greatest_shard, from now on: whoever holds it scores the
/// race. Units send on its topics when they are told (unit configure). `wall` is wall time.
Sharding set_shard(database::Connection& connection, const Slug& slug, std::int16_t shard,
                   UtcTime wall);

enum class Assignment { made, unknown_race, unknown_bib };

/// The unit is that entry's for the whole race, also for what it has sent already, in place of the
/// one it had; another entry of this race that had the unit has it no longer. Without a unit the
/// entry's is taken away.
Assignment assign_unit(database::Connection& connection, const Slug& slug, const Bib& bib,
                       const std::optional<UnitSerial>& unit);

/// A race's row.
struct RaceRow {
    std::int32_t race_id = 0;
    std::string slug;
    std::string name;
    std::string time_zone;
    UtcTime starts_at;
    std::optional<plan::RehearsalClock> rehearsal;
    std::int64_t revision = 0;
    bool is_retired = false;
    std::int16_t shard = 0;
    std::int64_t entries = 0;
    std::int64_t begun = 0; ///< entries with a standing other than not_started
    std::int64_t ended = 0; ///< entries whose status will not change by itself
    UtcTime imported_at;    ///< the last time; wall time
};

/// What names a race, for who asks for what belongs to it.
struct RaceKey {
    std::int32_t race_id = 0;
    std::string slug;
};

/// As find_race(), without counting who races: a tenth of its cost.
std::optional<RaceKey> find_race_key(database::Connection& connection, std::string_view slug);

/// The newest start first, without those that are retired; find_race() finds these too.
std::vector<RaceRow> list_races(database::Connection& connection);
std::optional<RaceRow> find_race(database::Connection& connection, std::string_view slug);

enum class RaceState { before, live, finished };
std::string_view state_text(RaceState state);

/// `now` is race time. Before until the start or the first that moved; finished when every entry
/// has ended.
RaceState state_of(const RaceRow& race, UtcTime now);

/// `now` is race time. Live, but not for ever: whoever has not ended when units are no longer
/// theirs is not waited for.
bool is_running(const RaceRow& race, UtcTime now);

} // namespace lanterne::web
