#pragma once

#include <string>
#include <vector>

#include "web-api/races/race_store.hpp"

namespace lanterne::web {

/// The starts of races for people's calendars. A rehearsal starts when it does on the wall.
std::string race_calendar(const std::string& name, const std::vector<RaceRow>& races);

} // namespace lanterne::web
