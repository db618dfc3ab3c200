#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/ids.hpp"
#include "core/base/result.hpp"
#include "core/plan/act.hpp"
#include "core/plan/race_plan.hpp"
#include "core/wire/batch.hpp"
#include "database/connection.hpp"
#include "ingest-server/track.hpp"

/// What people define (schema plan), as the ingest reads it. Failures as
/// database::Connection::execute.
namespace lanterne::ingest::plan_store {

/// Races that are kept in memory and scored: those imported last. The others' fixes are stored.
inline constexpr std::size_t max_races = 256;

struct RaceRow {
    std::int32_t race = 0; ///< plan.race.race_id
    std::string slug;
    std::int64_t revision = 0;
    std::int16_t shard = 0;

    bool operator==(const RaceRow&) const = default;
};

/// At most max_races, the newest first; without those that are retired or archived: of those the
/// store may not have the fixes any more.
std::vector<RaceRow> races(database::Connection& connection);

/// The number of the archive that closed the race: nobody scores it from the store any more.
/// Nothing: it is open.
std::optional<std::int32_t> archive_that_closed(database::Connection& connection,
                                                std::int32_t race);

/// The channel of notifications that another ingest left word of a race, whose id it carries.
inline constexpr std::string_view word_channel = "ingest";

/// Makes a notification arrive whenever web-api changed a plan, or another ingest left word.
void listen(database::Connection& connection);

struct Definition {
    plan::RacePlan plan;
    std::map<Bib, std::int32_t> entries; ///< ids
};

/// The plan as a pure function of the rows: the race's files, with entries.csv made of the entries
/// of now. An error says what is wrong with it.
Result<Definition, std::string> definition(database::Connection& connection, std::int32_t race);

/// Changes whenever definition() does.
std::string fingerprint(database::Connection& connection, std::int32_t race);

/// By id: of two for one unit and time, both count.
std::vector<Assignment> assignments(database::Connection& connection, std::int32_t race);

/// The units that somebody wears in a race, each with the race's clock; nothing: wall time.
using Worn = std::multimap<UnitSerial, std::optional<plan::RehearsalClock>>;

Worn worn(database::Connection& connection, const std::vector<RaceRow>& races);

/// Acts of people as they were given, by number, and what cannot be read of them.
struct Acts {
    struct Unreadable {
        std::int64_t number = 0;
        std::string what; ///< a line for a person
    };

    std::vector<plan::Act> acts;
    std::vector<Unreadable> unreadable;
};

/// Those of a race with a higher number than that.
Acts acts_after(database::Connection& connection, std::int32_t race, std::int64_t number);

/// The races in which somebody gave an act that no ingest has counted, among those; with the
/// highest number of such an act.
std::map<std::int32_t, std::int64_t> uncounted_acts(database::Connection& connection,
                                                    const std::vector<std::int32_t>& races);

/// What the units of a race said last of themselves.
std::map<UnitSerial, wire::Info> unit_infos(database::Connection& connection, std::int32_t race);

/// Units that wear a bib by now are known.
void mark_known_units(database::Connection& connection);

} // namespace lanterne::ingest::plan_store
