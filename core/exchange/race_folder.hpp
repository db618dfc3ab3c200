#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.hpp"
#include "core/course/race_plan.hpp"

namespace lanterne::exchange {

/// The files of a race folder by name ("race.toml", "entries.csv", "swim.gpx"): bytes from outside.
using FolderFiles = std::map<std::string, std::string>;

inline constexpr std::size_t max_folder_file_bytes = 32 * 1024 * 1024;
inline constexpr std::size_t max_course_points = 200'000;
inline constexpr std::size_t max_faults = 100;

/// What is wrong in a race folder: where, and what would be right.
struct Fault {
    std::string file;
    std::size_t line = 0; ///< from 1; 0: the whole file
    std::string what;
    std::string right;

    bool operator==(const Fault&) const = default;
};

/// "race.toml:12: laps is 0; 1 to 1000 would be right".
std::string to_text(const Fault& fault);

/// Reads a race folder (docs/race-folder.md) and says every fault that it finds, not the first
/// alone; at most max_faults. Never throws on content.
Result<course::RacePlan, std::vector<Fault>> read_race_folder(const FolderFiles& files);

/// entries.csv as read_race_folder takes it, for a race whose entries have changed since.
std::string write_entries_csv(const std::vector<course::Entry>& entries);

} // namespace lanterne::exchange
