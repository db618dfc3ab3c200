#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "tests/support/child_process.hpp"

/// Settings that the repository ships, changed as little as a test needs to run a server by them.
namespace lanterne::support {

/// Every `from` in the text becomes `to`. Throws std::runtime_error when there is none: then what
/// is shipped has changed.
void replace_all(std::string& text, std::string_view from, const std::string& to);

/// Makes the file or folder the account's. Throws std::runtime_error.
void give_to(const Account& account, const std::filesystem::path& path);

} // namespace lanterne::support
