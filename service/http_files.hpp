#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "service/http.hpp"

namespace lanterne::service {

inline constexpr std::size_t max_static_files = 1'000;
inline constexpr std::size_t max_static_bytes = std::size_t{64} * 1024 * 1024; ///< kept in memory
/// A longer file stays on the disk, and is given in parts alone (service/large_file.hpp).
inline constexpr std::size_t max_kept_bytes = std::size_t{8} * 1024 * 1024;

/// A file of the site as it is served: found once, so a request names an entry of a list and never
/// a path on the disk.
class StaticFile {
public:
    virtual ~StaticFile() = default;
    /// The file, a part of it (Range), or 304. Any thread.
    virtual HttpResponse answer(const HttpRequest& request) const = 0;
    /// Whether the answer is ready in memory.
    virtual bool is_in_memory() const = 0;
};

struct NamedFile {
    std::string name; ///< below the folder, with '/' between levels
    std::shared_ptr<const StaticFile> file;
};

/// The regular files of the folder and below. A text beside which there is the same name with ".gz"
/// or ".br" is given in that form to who accepts it; these have no address of their own. Passed
/// over are links, for they may lead outside, and names with a dot in front. Empty when there is no
/// such folder. Throws std::runtime_error beyond the limits above.
std::vector<NamedFile> read_static_files(const std::string& folder);

/// By the name's ending; application/octet-stream when unknown.
std::string_view content_type_of(std::string_view name);

/// True for a name that carries a hash of its content ("index-Bx09fQ2a.js"): such a file never
/// changes.
bool is_hash_named(std::string_view name);

/// How long a browser may keep a file of that name.
std::string_view cache_control_of(std::string_view name);

} // namespace lanterne::service
