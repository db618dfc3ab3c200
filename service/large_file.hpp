#pragma once

#include <memory>
#include <string>

#include "service/http_files.hpp"

namespace lanterne::service {

/// The longest part of a large file that one answer has: who asks for more gets so much of it, as
/// RFC 9110 section 15.3.7 has it.
inline constexpr std::size_t max_part_bytes = std::size_t{4} * 1024 * 1024;

/// A file that stays on the disk, such as an archive of map tiles. It is opened once: to replace it
/// rename another into its place and start again. Its answers are read when they are asked for, so
/// not on the loop; without a Range that can be given they are a 400 which says so.
/// Throws std::runtime_error when it cannot be opened.
std::shared_ptr<const StaticFile> open_large_file(const std::string& path, const std::string& name);

} // namespace lanterne::service
