#pragma once

#include <filesystem>
#include <string>

#include "firmware/status/unit_status.hpp"

namespace lanterne::tools {

/// Where our scripts look for it below `root`.
std::filesystem::path status_of(const std::filesystem::path& root);

/// As the tracker tells it now, in this boot; good for as long as one that it told.
void tell(const std::filesystem::path& root, firmware::UnitStatus status);

/// A PATH on which lanterne-tracker is that of this build.
std::string path_with_the_tracker();

} // namespace lanterne::tools
