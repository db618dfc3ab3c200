#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.hpp"
#include "core/base/time.hpp"

namespace lanterne::simulator {

struct BoardLine {
    std::string bib;
    std::string name;
    std::optional<std::int64_t> rank;
    std::string status;
    std::optional<std::int64_t> gap_ms;
    std::optional<double> along_m;
    std::string last; ///< the last timing point
};

struct UnitLine {
    std::string serial;
    std::string bib;
    std::string link;
    std::optional<double> fix_age_s; ///< race time
    std::optional<std::int64_t> battery_pct;
};

/// What the console draws: a race as REST says it at one moment.
struct RaceView {
    std::string name;
    double length_m = 0;
    UtcTime start;
    UtcTime as_of;
    std::vector<BoardLine> board;
    std::vector<UnitLine> units;
};

/// Reads the bodies of GET /api/v1/races/:slug, its /standings, and /api/v1/units. A body that is
/// not what the API promises: a sentence.
Result<RaceView, std::string> read_race_view(std::string_view race, std::string_view standings,
                                             std::string_view units);

/// True when nobody races any more.
bool is_over(const RaceView& view);

/// The picture for a terminal of 80 columns, lines ending in '\n'; the notes stand below the title.
std::string draw(const RaceView& view, const std::vector<std::string>& notes = {});

/// The same in one line.
std::string summary(const RaceView& view);

} // namespace lanterne::simulator
