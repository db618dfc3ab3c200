#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "service/http.hpp"

namespace lanterne::service {

inline constexpr std::size_t max_static_files = 1'000;
inline constexpr std::size_t max_static_bytes = std::size_t{64} * 1024 * 1024; ///< of all of them

/// A file of the site as it is served: read once, so a request names an entry of a list and never a
/// path on the disk.
struct StaticFile {
    std::string name; ///< below the folder, with '/' between levels
    HttpResponse response;
};

/// The regular files of the folder and below; links are passed over, for they may lead outside.
/// Empty when there is no such folder. Throws std::runtime_error beyond the limits above.
std::vector<StaticFile> read_static_files(const std::string& folder);

/// By the name's ending; application/octet-stream when unknown.
std::string_view content_type_of(std::string_view name);

/// True for a name that carries a hash of its content ("index-Bx09fQ2a.js"): such a file never
/// changes.
bool is_hash_named(std::string_view name);

} // namespace lanterne::service
