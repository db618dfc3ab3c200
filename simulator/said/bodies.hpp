#pragma once

#include <string>

#include "core/base/result.hpp"

namespace lanterne::simulator {

/// What REST says of a race, each as a file of a folder: race.json, standings.json, passages.json,
/// rankings.json, units.json, and rankings-KIND-ID.json for each table. `url` is lanterne-web's.
/// An error names the address that did not answer, or the file that was not written.
Status<std::string> keep_bodies(const std::string& url, const std::string& slug,
                                const std::string& folder);

/// One body of such a folder. An error names the file.
Result<std::string, std::string> kept_body(const std::string& folder, const std::string& name);

} // namespace lanterne::simulator
