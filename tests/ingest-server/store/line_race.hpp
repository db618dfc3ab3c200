#pragma once

#include <string>
#include <vector>

#include "core/base/fix.hpp"
#include "core/exchange/race_folder.hpp"

namespace lanterne::ingest {

/// A run of 1.6 km due east with a split in its middle; the gun goes a minute after line_race_dawn.
/// Bibs 1 to 3, none of whom wears a unit.
exchange::FolderFiles line_race();
/// The same with other entries: a header and a line each.
exchange::FolderFiles line_race(const std::string& entries_csv);

inline constexpr UtcTime line_race_dawn = earliest_time + std::chrono::hours{24 * 365};

/// One fix a second from dawn on: waits before the start, runs at that speed from the gun on, and
/// goes on for a while behind the finish.
std::vector<Fix> run_of(double speed_mps);

} // namespace lanterne::ingest
