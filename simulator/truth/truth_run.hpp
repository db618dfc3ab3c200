#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/ids.hpp"
#include "core/base/result.hpp"
#include "core/base/time.hpp"
#include "core/plan/race_plan.hpp"
#include "simulator/truth/truth_race.hpp"

namespace lanterne::simulator {

inline constexpr int truth_format = 1;
inline constexpr std::size_t max_run_bytes = std::size_t{16} * 1024 * 1024;

/// What a run was.
struct TruthRun {
    std::string slug;     ///< of the race
    std::string scenario; ///< its title; empty: none
    std::uint64_t seed = 1;
    std::string program; ///< and its version
    UtcTime begin;       ///< race time of the first second
    std::optional<plan::RehearsalClock> clock;
    std::optional<UtcTime> end; ///< of the last second; nothing: the run is not over, or was killed
    std::uint64_t passages = 0;
    std::uint64_t faults = 0;
};

/// run.json, with the race but its entries.
std::string write_run(const TruthRun& run, const TruthRace& race);

struct ReadRun {
    TruthRun run;
    TruthRace race; ///< without entries
};

/// Reads it; an error says what is wrong.
Result<ReadRun, std::string> read_run(std::string_view text);

} // namespace lanterne::simulator
