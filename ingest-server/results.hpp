#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/course/course.hpp"
#include "core/wire/live.hpp"

namespace lanterne::ingest {

enum class PassageChange { made, corrected, withdrawn };

/// A row of race.passage in the making. A correction and a withdrawal supersede the current row.
struct PassageRow {
    std::int32_t entry = 0;
    PassageChange change = PassageChange::made;
    course::PointKind kind = course::PointKind::split;
    wire::LivePassage passage;
};

/// A row of race.standing in the making.
struct StandingRow {
    std::int32_t entry = 0;
    wire::LiveEntry standing;
};

/// What changed in a race since it was asked for the last time.
struct Results {
    std::vector<PassageRow> passages;
    std::vector<StandingRow> standings;

    bool empty() const { return passages.empty() && standings.empty(); }
};

} // namespace lanterne::ingest
