#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace lanterne::docs {

/// The pages of docs/handbook, and docs/updates.md, which belongs to it.
std::vector<std::filesystem::path> pages();

/// Where the links of a page lead that are neither within it nor to the net, relative to it.
std::vector<std::string> links(const std::string& page);

/// What stands between backticks, and the lines of its blocks of code; lines that end in a
/// backslash are joined, what comes after " #" or " | " is left out.
std::vector<std::string> code(const std::string& page);

/// The messages that the rows of its tables begin with, between backticks.
std::vector<std::string> messages(const std::string& page);

} // namespace lanterne::docs
