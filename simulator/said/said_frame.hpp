#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.hpp"
#include "core/base/time.hpp"

namespace lanterne::simulator {

/// What the system says of an entry, on its board and map (docs/web-api.md).
struct SaidEntry {
    std::string bib;
    std::string status;
    std::uint32_t rank = 0; ///< 0: none
    std::optional<double> along_m;
    std::optional<UtcTime> fix_time;
    bool is_linked = false;
};

struct SaidPassage {
    std::string bib;
    std::string point;
    std::uint32_t leg = 0;
    std::uint32_t lap = 0;
    UtcTime time;
    double standard_error_s = 0;
    std::string source;
};

struct SaidArrival {
    std::string point;
    std::uint32_t leg = 0;
    std::uint32_t lap = 0;
    UtcTime early;  ///< p10
    UtcTime likely; ///< p50
    UtcTime late;   ///< p90
};

struct SaidForecast {
    std::string bib;
    std::vector<SaidArrival> arrivals;
};

/// A message of the live socket.
struct SaidFrame {
    std::string id;           ///< to resume behind it
    bool is_keyframe = false; ///< replaces all that was said before
    UtcTime race_time;
    std::string state; ///< of the race: before, live, finished
    std::vector<SaidEntry> entries;
    std::vector<SaidPassage> passages;
    std::vector<SaidForecast> forecasts;
};

/// Reads one; an error says what is not as the API promises.
Result<SaidFrame, std::string> read_said_frame(std::string_view json);

/// The bodies of GET .../standings and .../passages.
Result<std::vector<SaidEntry>, std::string> read_said_standings(std::string_view json);
Result<std::vector<SaidPassage>, std::string> read_said_passages(std::string_view json);

} // namespace lanterne::simulator
