#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/course/course.hpp"
#include "core/plan/act.hpp"
#include "core/wire/live.hpp"

namespace lanterne::ingest {

/// A better time that moved no farther than this is no news.
inline constexpr Milliseconds quiet_move{5};

/// `settled`: the current row was not settled and its time moved by quiet_move at most, so it is
/// made better where it is.
enum class PassageChange { made, corrected, settled, withdrawn };

/// A row of race.passage in the making. A correction and a withdrawal supersede the current row.
struct PassageRow {
    std::int32_t entry = 0;
    PassageChange change = PassageChange::made;
    course::PointKind kind = course::PointKind::split;
    wire::LivePassage passage;
};

/// As which event it is told; not of one that was settled where it is.
wire::LiveEventKind event_kind(const PassageRow& row);

/// A row of race.missing in the making.
struct MissingRow {
    std::int32_t entry = 0;
    std::string point;
    std::uint32_t leg = 0;
    std::uint32_t lap = 0;
    UtcTime after;
    UtcTime before;

    bool operator==(const MissingRow&) const = default;
};

/// All that an entry misses, in place of what it missed.
struct MissingOfEntry {
    std::int32_t entry = 0;
    std::vector<MissingRow> rows;
};

/// A row of race.standing in the making.
struct StandingRow {
    std::int32_t entry = 0;
    wire::LiveEntry standing;
    std::string ranking{}; ///< id of the one whose rank and gap it has; empty: of none
    std::optional<wire::LiveOutcome> outcome{}; ///< it is out of the race, or in it again: news
};

/// A case of the engine: a row of race.race_case in the making.
struct CaseRow {
    std::string identity;
    std::string kind;
    std::optional<std::int32_t> entry;
    std::optional<plan::PointLap> at;
    UtcTime after; ///< when it began; race time
    std::optional<UtcTime> before;
    std::string evidence; ///< a JSON object
    bool stands = true;   ///< false: scoring sees it no longer

    bool operator==(const CaseRow&) const = default;
};

/// What changed in a race since it was asked for the last time.
struct Results {
    std::vector<PassageRow> passages;
    std::vector<StandingRow> standings;
    std::vector<MissingOfEntry> missing;

    /// What of it nobody may miss, numbered up to `last`: passages, then outcomes.
    std::vector<wire::LiveEvent> events(std::uint64_t last) const;

    bool empty() const { return passages.empty() && standings.empty() && missing.empty(); }
};

} // namespace lanterne::ingest
