#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "core/base/fix.hpp"
#include "core/exchange/race_folder.hpp"
#include "simulator/athletes/athlete.hpp"

namespace lanterne::support {

/// races/harbour-sprint, raced a year earlier on the wall's own clock. `entries` are the lines of
/// its entries.csv below the header.
exchange::FolderFiles sample_race(const std::string& entries,
                                  const std::string& slug = "harbour-sprint");

/// What a perfect receiver says each two seconds, from a minute before the gun on.
std::vector<Fix> true_track(const simulator::Athlete& athlete, UtcTime gun,
                            std::chrono::seconds length);

} // namespace lanterne::support
