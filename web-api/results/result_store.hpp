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
};

/// A row of the board.
struct StandingRow {
    std::string bib;
    std::string name;
    std::string category;
    std::optional<std::int32_t> rank;
    std::string status;
    std::optional<std::int64_t> gap_ms;
    std::optional<std::int64_t> along_dm;

    struct LastPassage {
        std::string point;
        std::int32_t leg;
        std::int32_t lap;
        UtcTime time;
    };

    std::optional<LastPassage> last_passage;
};

/// Every entry of the race, best first; those without a rank behind, by bib.
std::vector<StandingRow> read_standings(database::Connection& connection, std::int32_t race_id);

/// Passages that count now, in the order of their times.
std::vector<PassageRow> read_passages(database::Connection& connection, std::int32_t race_id);

/// The race's version: grows with each change of its results; 0 before the first.
std::int64_t read_version(database::Connection& connection, std::int32_t race_id);

} // namespace lanterne::web
