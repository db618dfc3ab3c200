#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/ids.hpp"
#include "core/base/time.hpp"
#include "database/connection.hpp"

namespace lanterne::web {

/// A passage as it is shown: the official time of an entry at a timing point and lap.
struct PassageRow {
    std::string bib;
    std::string point;
    std::int32_t leg = 0; ///< index, from 0
    std::int32_t lap = 0; ///< from 1
    UtcTime time;
    std::int32_t standard_error_ms = 0;
    std::string source;
    std::int32_t revision = 0;
    bool is_bridged = false; ///< nobody saw it: a gap whose ends leave one history
    bool is_settled = true;  ///< false: a better time follows
};

/// A timing point that lies behind an entry without a time.
struct MissingRow {
    std::string bib;
    std::string point;
    std::int32_t leg = 0;
    std::int32_t lap = 0;
    UtcTime after;  ///< last known before it
    UtcTime before; ///< first known behind it
};

/// A row of the board.
struct StandingRow {
    std::string bib;
    std::string name;
    std::string category;
    std::optional<std::int32_t> rank;
    std::string ranking; ///< id of the one whose rank and gap it has; empty: of none
    std::string status;
    std::optional<std::int64_t> gap_ms;
    std::optional<std::int64_t> along_dm; ///< as far as it may be told (tells_along)
    bool is_linked = false;               ///< not separated from the one before it

    struct LastPassage {
        std::string point;
        std::int32_t leg;
        std::int32_t lap;
        UtcTime time;
    };

    std::optional<LastPassage> last_passage;
};

/// Every entry of the race, those of one ranking together, best first; those without a rank behind
/// all, who are out last, by bib. These and the following: of one entry alone where `only_bib` is
/// given.
std::vector<StandingRow> read_standings(database::Connection& connection, std::int32_t race_id,
                                        const std::optional<std::string>& only_bib = {});

/// Passages that count now, in the order of their times.
std::vector<PassageRow> read_passages(database::Connection& connection, std::int32_t race_id,
                                      const std::optional<std::string>& only_bib = {});

/// What is missing, by bib and course.
std::vector<MissingRow> read_missing(database::Connection& connection, std::int32_t race_id,
                                     const std::optional<std::string>& only_bib = {});

/// Which results these are.
struct ResultStamp {
    std::int64_t version = 0;          ///< grows with each change of them; 0 before the first
    std::optional<std::string> digest; ///< 64 hexadecimal digits; a few seconds behind
    std::optional<std::string> engine; ///< that made them
    std::int64_t last_event = 0;       ///< number of the race's newest
};

ResultStamp read_stamp(database::Connection& connection, std::int32_t race_id);

} // namespace lanterne::web
