#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

namespace lanterne::hal::linux_system {

/// The whole file. Throws std::runtime_error, one line with the file's name, when it cannot be read
/// or has more than `limit` bytes.
std::string read_text_file(const std::filesystem::path& file, std::size_t limit);

} // namespace lanterne::hal::linux_system
