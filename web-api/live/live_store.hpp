#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "database/connection.hpp"
#include "web-api/live/race_image.hpp"

namespace lanterne::web {

/// The race as the database holds it, all of one moment. Nothing when there is no such race.
std::optional<RaceSnapshot> read_snapshot(database::Connection& connection, std::string_view slug);

/// Of every race, by slug.
std::map<std::string, RaceVersion> read_versions(database::Connection& connection);

} // namespace lanterne::web
