#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.hpp"
#include "database/connection.hpp"
#include "web-api/coast/land.hpp"

namespace lanterne::web::coast {

/// The file of that name in the built site; see read_land(). Says in a sentence why it cannot be
/// read.
Result<std::vector<LandArea>, std::string> read_land_file(const std::filesystem::path& file);

/// The race has this coast from now on, in place of the one it had. Throws as execute() does.
void write_coast(database::Connection& connection, std::int32_t race_id,
                 const std::string& geojson);

struct Coast {
    std::string geojson;
    std::string name; ///< 16 hexadecimal digits that follow from the content, for its address
};

/// Nothing when the race was imported without one.
std::optional<Coast> read_coast(database::Connection& connection, std::int32_t race_id);

/// Its name alone.
std::optional<std::string> read_coast_name(database::Connection& connection, std::int32_t race_id);

} // namespace lanterne::web::coast
