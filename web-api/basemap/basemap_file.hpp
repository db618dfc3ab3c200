#pragma once

#include <cstddef>

#include "service/http_server.hpp"
#include "web-api/basemap/basemap.hpp"

namespace lanterne::web {

/// A picture is kept in memory and given whole.
inline constexpr std::size_t max_picture_bytes = std::size_t{16} * 1024 * 1024;

/// Answers with the file of a basemap that has one: PMTiles in parts, from the disk
/// (service/large_file.hpp), a picture whole. Throws std::runtime_error, in a sentence, when the
/// file cannot be read or a picture is larger than that.
service::HttpHandler basemap_file_handler(const Basemap& basemap);

} // namespace lanterne::web
