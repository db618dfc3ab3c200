#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace lanterne::architecture {

/// What breaks a rule, and where.
struct Finding {
    std::string file;
    std::size_t line = 0; ///< from 1; 0: the whole file
    std::string what;

    bool operator==(const Finding&) const = default;
};

/// "core/geo/polyline.cpp:3: ..."
std::string to_text(const std::vector<Finding>& findings);

/// A text file of the repository; the path is relative to its root, with slashes.
struct Source {
    std::string path;
    std::string text;

    std::string folder() const;
    std::string name() const;

    bool is_header() const { return path.ends_with(".hpp"); }

    bool is_cpp() const { return is_header() || path.ends_with(".cpp"); }
};

using Sources = std::vector<Source>;

struct Include {
    std::size_t line = 0;
    std::string header;  ///< as written between the quotes or brackets
    bool quoted = false; ///< "..." rather than <...>
};

std::vector<Include> includes_of(const Source& source);

/// The text with comments, string and character literals blanked; lines stay where they are.
std::string code_of(const Source& source);

/// Lines of a text, without their ends.
std::vector<std::string_view> lines_of(std::string_view text);

/// Every text file of the repository that is ours: no build folder, no fetched packages.
Sources read_sources(const std::filesystem::path& root);

} // namespace lanterne::architecture
