#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.hpp"
#include "simulator/truth/seconds_reader.hpp"
#include "simulator/truth/true_result.hpp"
#include "simulator/truth/truth_race.hpp"
#include "simulator/truth/truth_run.hpp"

namespace lanterne::simulator {

/// More than any run has: damage, or a trick.
inline constexpr std::size_t max_told_passages = 10'000'000;
inline constexpr std::size_t max_told_rows = 1'000'000; ///< of faults, and of units

/// What really happened in a run, read back. The seconds stay in their file.
struct Truth {
    TruthRun run;
    TruthRace race;
    std::vector<TrueResult> results;                ///< of each entry
    std::vector<std::vector<ToldPassage>> passages; ///< of each entry, as they were told
    std::vector<InjectedFault> faults;
    std::optional<std::vector<UnitTally>> units; ///< nothing: the run is not over, or was killed
    SecondsReader seconds;

    std::optional<std::size_t> entry_of(std::string_view bib) const;

    /// Of a time within the seconds: between two of them in between. Nothing outside.
    Result<std::optional<ToldMoment>, std::string> moment(std::size_t entry, UtcTime time);

    std::map<std::string, std::size_t, std::less<>> entries_by_bib;
};

/// Reads a folder that TruthWriter wrote, or is writing. An error says file, place and what is
/// wrong.
Result<Truth, std::string> read_truth(const std::string& folder);

} // namespace lanterne::simulator
