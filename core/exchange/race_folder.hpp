#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "core/base/result.hpp"
#include "core/exchange/fault.hpp"
#include "core/plan/race_plan.hpp"

namespace lanterne::exchange {

/// The files of a race folder by name ("race.toml", "entries.csv", "swim.gpx"): bytes from outside.
using FolderFiles = std::map<std::string, std::string>;

inline constexpr std::size_t max_folder_file_bytes = std::size_t{32} * 1024 * 1024;
inline constexpr std::size_t max_course_points = 200'000; ///< of all lines of a race together
inline constexpr std::size_t max_points_of_variants =
    400'000; ///< each variant has lines of its own

/// Reads a race folder (docs/race-folder.md) and says every fault that it finds, not the first
/// alone; at most max_faults, race.toml first, then by file and line. Files that nothing names are
/// passed over. Never throws on content.
Result<plan::RacePlan, std::vector<Fault>> read_race_folder(const FolderFiles& files);

/// entries.csv as read_race_folder takes it, for a race whose entries have changed since.
std::string write_entries_csv(const std::vector<plan::Entry>& entries);

} // namespace lanterne::exchange
