#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/time.hpp"

namespace lanterne::web {

/// Results as ingest writes them into race.ranking and race.publication: bibs stand for people,
/// times are as shown.

struct TableSplit {
    std::string point;
    std::int64_t lap = 1;
    Milliseconds time{0};
    std::optional<Milliseconds> gap; ///< behind the first there
    std::int64_t rank = 0;           ///< 0: none
    bool is_bridged = false;
};

struct TableSegment {
    std::string segment;
    Milliseconds time{0};
    std::int64_t rank = 0; ///< 0: none
};

struct TableRow {
    std::string bib;
    std::string outcome;
    std::string article;
    std::optional<std::int64_t> rank;
    bool is_linked = false;
    std::int64_t laps = 0;
    std::int64_t laps_behind = 0;
    std::optional<Milliseconds> time;
    std::optional<Milliseconds> gap;
    Milliseconds penalty{0};
    std::vector<TableSplit> splits;
    std::vector<TableSegment> segments;
};

struct TeamTableRow {
    std::string team;
    std::optional<std::int64_t> rank;
    std::optional<Milliseconds> time;
    std::int64_t places = 0;
    std::vector<std::string> counted;
};

struct PointsTableRow {
    std::string bib;
    std::optional<std::int64_t> rank;
    std::int64_t hundredths = 0;
    bool is_linked = false;
};

/// One of a race's tables; of its rows those of its kind.
struct ResultTable {
    std::string kind; ///< ranking, teams or points
    std::string id;
    std::string name;
    Milliseconds unit{1'000}; ///< that times are shown in
    bool is_whole = true;     ///< false: too large, something was left out
    std::vector<TableRow> rows;
    std::vector<TeamTableRow> teams;
    std::vector<PointsTableRow> points;
};

/// A body of race.ranking; nothing when it is none.
std::optional<ResultTable> read_table(std::string_view json);

/// The tables of race.publication; those that are none are left out.
std::vector<ResultTable> read_tables(std::string_view json);

/// "1:02:03.4", "2:03": as many decimals as the unit has.
std::string shown(Milliseconds time, Milliseconds unit);

/// "DNF"; empty for who finished, races or has not started.
std::string_view short_outcome(std::string_view outcome);

} // namespace lanterne::web
