#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "firmware/board/board.hpp"

/// The boards of this repository, found by listing.
namespace lanterne::boards {

const std::filesystem::path& folder();

/// Sorted.
std::vector<std::string> names();

/// As the firmware reads it. Throws what it throws.
firmware::Board load(const std::string& name);

std::string text_of(const std::filesystem::path& file);

/// A board's name as a test may have it.
std::string test_name(std::string name);

} // namespace lanterne::boards
