#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace lanterne::hal::linux_system {

/// Files of sysfs and procfs: small texts that the kernel makes when they are read. None of these
/// throws, and none waits for the other end of a pipe.

/// What the file says; nothing when it cannot be read or says more than `limit` bytes.
std::optional<std::string> read_text(const std::filesystem::path& file, std::size_t limit = 4096);

/// Its first line, without the line's end; nothing when that is empty.
std::optional<std::string> read_line(const std::filesystem::path& file);

/// Its first line as a whole number; nothing when it is none, or not within the range.
std::optional<std::int64_t> read_number(const std::filesystem::path& file, std::int64_t least,
                                        std::int64_t most);

/// Writes a file that exists, in one piece. Nothing went wrong: true.
bool write_text(const std::filesystem::path& file, std::string_view text);

} // namespace lanterne::hal::linux_system
