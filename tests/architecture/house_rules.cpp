#include <algorithm>
#include <functional>
#include <map>
#include <optional>

#include <fmt/format.h>

#include "tests/architecture/design.hpp"
#include "tests/architecture/rules.hpp"

namespace lanterne::architecture {

namespace {

bool is_below(std::string_view path, std::string_view folder) {
    return path.starts_with(folder) && path.substr(folder.size()).starts_with('/');
}

bool is_test_or_bench(std::string_view path) {
    return is_below(path, "tests") || is_below(path, "bench");
}

// The row of the design for a folder: its own, or that of the nearest folder above.
const MayUse* row_of(std::string_view folder) {
    const MayUse* best = nullptr;
    for (const MayUse& row : may_use) {
        const bool fits = row.folder == folder || is_below(folder, row.folder);
        if (fits && (best == nullptr || row.folder.size() > best->folder.size())) {
            best = &row;
        }
    }
    return best;
}

// Folders under one row are one part of the house: web-api/races may use web-api/live.
bool may(const MayUse& row, std::string_view rights, std::string_view to) {
    return rights == "*" || words_of(rights).contains(std::string{to}) || row_of(to) == &row;
}

std::string line_of_cmake(const Folder& folder) { return folder.path + "/CMakeLists.txt"; }

void check_edges(const Folder& folder, std::vector<Finding>& findings) {
    const MayUse* row = row_of(folder.path);
    if (row == nullptr) {
        findings.push_back({line_of_cmake(folder), 0, "the design knows no folder " + folder.path});
        return;
    }
    for (const std::string& used : folder.uses) {
        if (!may(*row, row->folders, used)) {
            findings.push_back(
                {line_of_cmake(folder), 0, fmt::format("{} may not use {}", folder.path, used)});
        }
    }
    for (const std::string& used : folder.main_uses) {
        if (!may(*row, row->main, used) && !may(*row, row->folders, used)) {
            findings.push_back({line_of_cmake(folder), 0,
                                fmt::format("{}'s main may not use {}", folder.path, used)});
        }
    }
}

// The first circle of folders reached from `at`, as text; `way` is how we came here.
std::optional<std::string> circle_from(const std::map<std::string, std::set<std::string>>& edges,
                                       const std::string& at, std::vector<std::string>& way) {
    const auto seen = std::ranges::find(way, at);
    if (seen != way.end()) {
        return fmt::format("{} -> {}", fmt::join(seen, way.end(), " -> "), at);
    }
    const auto next = edges.find(at);
    way.push_back(at);
    if (next != edges.end()) {
        for (const std::string& folder : next->second) {
            if (auto circle = circle_from(edges, folder, way)) {
                return circle;
            }
        }
    }
    way.pop_back();
    return std::nullopt;
}

void check_circles(const House& house, std::vector<Finding>& findings) {
    std::map<std::string, std::set<std::string>> edges;
    for (const Folder& folder : house) {
        edges[folder.path] = folder.uses;
    }
    for (const Folder& folder : house) {
        std::vector<std::string> way;
        if (auto circle = circle_from(edges, folder.path, way)) {
            findings.push_back({line_of_cmake(folder), 0, "a circle of folders: " + *circle});
            return;
        }
    }
}

bool is_standard(std::string_view header) {
    return header.find('/') == std::string_view::npos && !header.ends_with(".h") &&
           !header.ends_with(".hpp");
}

// What an include breaks, in words; nothing when it breaks nothing.
std::optional<std::string> fault_of(const Include& include, const Folder& folder, bool is_main) {
    if (include.quoted) {
        const std::string target = Source{include.header, ""}.folder();
        const bool known = target == folder.path || folder.uses.contains(target) ||
                           (is_main && folder.main_uses.contains(target));
        return known ? std::nullopt
                     : std::optional{fmt::format("{} does not declare that it uses {}", folder.path,
                                                 target.empty() ? include.header : target)};
    }
    const std::set<std::string> everywhere(core_foreign.begin(), core_foreign.end());
    const std::set<std::string> system(system_headers.begin(), system_headers.end());
    const bool known = is_standard(include.header) || is_listed(everywhere, include.header) ||
                       is_listed(folder.headers, include.header) ||
                       is_listed(system, include.header);
    return known ? std::nullopt
                 : std::optional{fmt::format("{} does not declare the foreign header {}",
                                             folder.path, include.header)};
}

} // namespace

std::vector<Finding> edges_outside_the_design(const House& house) {
    std::vector<Finding> findings;
    for (const Folder& folder : house) {
        check_edges(folder, findings);
    }
    check_circles(house, findings);
    return findings;
}

std::vector<Finding> includes_outside_the_house(const House& house, const Sources& sources) {
    std::vector<Finding> findings;
    for (const Source& source : sources) {
        if (!source.is_cpp() || is_test_or_bench(source.path)) {
            continue;
        }
        const Folder* folder = folder_of(house, source.path);
        if (folder == nullptr || folder->path != source.folder()) {
            findings.push_back(
                {source.path, 0, "no lanterne_folder line declares " + source.folder()});
            continue;
        }
        for (const Include& include : includes_of(source)) {
            if (auto fault = fault_of(include, *folder, source.name() == "main.cpp")) {
                findings.push_back({source.path, include.line, *fault});
            }
        }
    }
    return findings;
}

std::vector<Finding> includes_of_nothing(const Sources& sources) {
    std::set<std::string> paths;
    for (const Source& source : sources) {
        paths.insert(source.path);
    }
    std::vector<Finding> findings;
    for (const Source& source : sources) {
        if (!source.is_cpp()) {
            continue;
        }
        for (const Include& include : includes_of(source)) {
            if (include.quoted && !paths.contains(include.header)) {
                findings.push_back({source.path, include.line,
                                    include.header + " is no header's full path from the root"});
            }
        }
    }
    return findings;
}

} // namespace lanterne::architecture
