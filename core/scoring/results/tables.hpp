#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/ids.hpp"
#include "core/base/time.hpp"
#include "core/plan/rules.hpp"
#include "core/scoring/record/record.hpp"

namespace lanterne::scoring::results {

/// Times in a row are as they are shown, and each is the difference of two times since the clock
/// began as shown: so columns add up, the penalty being one. `exact` alone is not rounded.

/// At a timing point: since the clock began, and behind the first there.
struct Split {
    plan::PointLap at;
    Milliseconds time{0};
    Milliseconds gap{0};
    std::uint32_t rank = 0;
    bool is_bridged = false;

    bool operator==(const Split&) const = default;
};

/// Over a segment. Ranks are by exact times.
struct SegmentTime {
    std::string segment; ///< id
    std::string member;  ///< of a relay: who went it
    Milliseconds time{0};
    Milliseconds gap{0}; ///< behind the fastest there
    std::uint32_t rank = 0;
    std::optional<std::int32_t> gained; ///< places won on it; none for a segment from the start

    bool operator==(const SegmentTime&) const = default;
};

struct Row {
    Bib bib;
    plan::Outcome outcome = plan::Outcome::racing;
    std::string article;               ///< of a disqualification
    std::optional<std::uint32_t> rank; ///< ties are 1, 2, 2, 4
    bool is_linked = false;            ///< not separated from the row before
    std::uint32_t laps = 0;            ///< where laps are counted
    std::optional<Milliseconds> exact; ///< with penalties, and as its group
    std::optional<Milliseconds> time;
    std::optional<Milliseconds> gap; ///< behind the first of as many laps
    std::uint32_t laps_behind = 0;
    Milliseconds penalty{0};
    std::vector<Split> splits;         ///< in the order of the course, as far as known
    std::vector<SegmentTime> segments; ///< as the rules name them, as far as known

    bool operator==(const Row&) const = default;
};

struct Table {
    std::string id;
    std::string name;
    plan::Display display;
    std::vector<Row> rows; ///< placed ones first, then by the order of outcomes

    bool operator==(const Table&) const = default;
};

struct TeamRow {
    std::string team;
    std::optional<std::uint32_t> rank;
    std::optional<Milliseconds> time; ///< as shown: of several the sum of what is shown of each
    std::uint32_t places = 0;         ///< sum of those who count
    std::vector<Bib> counted;

    bool operator==(const TeamRow&) const = default;
};

struct TeamTable {
    std::string id;
    std::string name;
    std::vector<TeamRow> rows;

    bool operator==(const TeamTable&) const = default;
};

/// Points are in hundredths, because shared places divide them.
struct PointsRow {
    Bib bib;
    std::optional<std::uint32_t> rank; ///< none: it has lost them
    std::int64_t hundredths = 0;
    std::vector<std::int64_t> awards; ///< by award
    bool is_linked = false;           ///< some of them hang on who was before whom by satellites

    bool operator==(const PointsRow&) const = default;
};

struct PointsTable {
    std::string id;
    std::string name;
    std::vector<PointsRow> rows; ///< of those with points

    bool operator==(const PointsTable&) const = default;
};

/// The results of a race.
struct Tables {
    std::vector<Table> rankings; ///< as in the rules
    std::vector<TeamTable> teams;
    std::vector<PointsTable> points;

    bool operator==(const Tables&) const = default;
};

/// Makes the results by the rules of the record's plan: of what is known as of then, or, without a
/// time, when the race is over. The order of entries in the record changes nothing.
Tables tables_of(const RaceRecord& record, std::optional<UtcTime> as_of);

/// All of it as text, a line a row: the same bytes for the same results. For digests.
std::string canonical_text(const Tables& tables);

/// What became of each, by entry of the record.
std::vector<plan::Outcome> outcomes_of(const RaceRecord& record, std::optional<UtcTime> as_of);

} // namespace lanterne::scoring::results
