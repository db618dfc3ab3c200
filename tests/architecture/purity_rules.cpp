#include <algorithm>
#include <cctype>
#include <map>

#include <fmt/format.h>

#include "tests/architecture/design.hpp"
#include "tests/architecture/rules.hpp"

namespace lanterne::architecture {

namespace {

bool is_name_part(char letter) {
    return std::isalnum(static_cast<unsigned char>(letter)) != 0 || letter == '_';
}

// Whether what stands before `at` makes the word there a declaration: "std::string_view now(".
bool declares(std::string_view line, std::size_t at) {
    const std::string_view before = line.substr(0, at);
    if (before.size() < 2 || !before.ends_with(' ') || before.ends_with("return ")) {
        return false;
    }
    const char last = before[before.size() - 2];
    return is_name_part(last) || last == '>' || last == '&' || last == '*';
}

// Whether `word` stands in `line` on its own and is called or reached by ::, not a member of ours.
bool says(std::string_view line, std::string_view word) {
    for (std::size_t at = line.find(word); at != std::string_view::npos;
         at = line.find(word, at + 1)) {
        const std::string_view before = line.substr(0, at);
        const std::string_view after = line.substr(at + word.size());
        const bool alone = (before.empty() || !is_name_part(before.back())) &&
                           (after.empty() || !is_name_part(after.front()));
        const bool member = before.ends_with('.') || before.ends_with("->");
        const bool called = after.starts_with('(') && !member && !declares(line, at);
        if (alone && (before.ends_with("::") || called)) {
            return true;
        }
    }
    return false;
}

// Whether `word` is called in `line`, and not as one of ours.
bool calls_inexact(std::string_view line, std::string_view word) {
    for (std::size_t at = line.find(word); at != std::string_view::npos;
         at = line.find(word, at + 1)) {
        const std::string_view before = line.substr(0, at);
        const bool alone = before.empty() || !is_name_part(before.back());
        const bool member = before.ends_with('.') || before.ends_with("->");
        const bool ours = before.ends_with("lanterne::") || declares(line, at);
        if (alone && !member && !ours && line.substr(at + word.size()).starts_with('(')) {
            return true;
        }
    }
    return false;
}

void find_inexact(const Source& source, std::vector<Finding>& findings) {
    const std::string code = code_of(source);
    std::size_t number = 0;
    for (const std::string_view line : lines_of(code)) {
        ++number;
        for (const std::string_view word : inexact_words) {
            if (calls_inexact(line, word)) {
                findings.push_back(
                    {source.path, number,
                     fmt::format("core says lanterne::{} in place of {}", word, word)});
            }
        }
    }
}

template<class Words>
void find_words(const Source& source, const Words& words, std::string_view whose,
                std::vector<Finding>& findings) {
    const std::string code = code_of(source);
    std::size_t number = 0;
    for (const std::string_view line : lines_of(code)) {
        ++number;
        for (const std::string_view word : words) {
            if (says(line, word)) {
                findings.push_back(
                    {source.path, number, fmt::format("{} never says {}", whose, word)});
            }
        }
    }
}

void find_impure_includes(const House& house, const Source& source,
                          std::vector<Finding>& findings) {
    const std::set<std::string> everywhere(core_foreign.begin(), core_foreign.end());
    const Folder* folder = folder_of(house, source.path);
    for (const Include& include : includes_of(source)) {
        const bool reaches_out =
            std::ranges::find(impure_headers, include.header) != impure_headers.end();
        const bool foreign = !include.quoted && (include.header.find('/') != std::string::npos ||
                                                 include.header.find('.') != std::string::npos);
        const bool declared = folder != nullptr && is_listed(folder->headers, include.header);
        if (reaches_out) {
            findings.push_back({source.path, include.line,
                                fmt::format("core never includes <{}>", include.header)});
        } else if (foreign && !declared && !is_listed(everywhere, include.header)) {
            findings.push_back(
                {source.path, include.line,
                 fmt::format("core never includes the foreign <{}>", include.header)});
        }
    }
}

// What a folder of core may name in its CMake line.
std::set<std::string> nameable_headers(std::string_view folder) {
    const auto row = std::ranges::find(core_may_name, folder, &CoreMayName::folder);
    return row == core_may_name.end() ? std::set<std::string>{} : words_of(row->headers);
}

// Whether a file is in one of the folders, or below it.
bool is_in(const std::set<std::string>& folders, std::string_view path) {
    return std::ranges::any_of(
        folders, [&](const std::string& folder) { return path.starts_with(folder + "/"); });
}

} // namespace

std::vector<Finding> impurities(const House& house, const Sources& sources) {
    std::vector<Finding> findings;
    for (const Folder& folder : house) {
        for (const std::string& header : folder.headers) {
            if (folder.path.starts_with("core/") &&
                !nameable_headers(folder.path).contains(header)) {
                findings.push_back(
                    {folder.path + "/CMakeLists.txt", 0,
                     fmt::format("{} may not declare the foreign {}", folder.path, header)});
            }
        }
    }
    for (const Source& source : sources) {
        if (source.is_cpp() && source.path.starts_with("core/")) {
            find_impure_includes(house, source, findings);
            find_words(source, impure_words, "core", findings);
            if (!source.path.starts_with("core/base/elementary.")) {
                find_inexact(source, findings);
            }
        } else if (source.is_cpp() && source.path.starts_with("firmware/") &&
                   source.name() != "main.cpp") {
            find_words(source, firmware_words, "firmware outside its main", findings);
        }
    }
    return findings;
}

std::vector<Finding> headers_out_of_place(const Sources& sources) {
    std::vector<Finding> findings;
    for (const OnePlace& place : one_place) {
        const std::set<std::string> pattern{std::string{place.header}};
        const std::set<std::string> folders = words_of(place.folders);
        std::set<std::string> files;
        for (const Source& source : sources) {
            if (!source.is_cpp() || source.path.starts_with("tests/") ||
                source.path.starts_with("bench/")) {
                continue;
            }
            for (const Include& include : includes_of(source)) {
                if (!is_listed(pattern, include.header)) {
                    continue;
                }
                files.insert(source.path);
                if (!is_in(folders, source.path)) {
                    findings.push_back({source.path, include.line,
                                        fmt::format("{} belongs to {} alone", include.header,
                                                    folders.empty() ? "nobody" : place.folders)});
                } else if (files.size() > place.max_files) {
                    findings.push_back({source.path, include.line,
                                        fmt::format("{} is in more than {} files already",
                                                    place.header, place.max_files)});
                }
            }
        }
    }
    return findings;
}

} // namespace lanterne::architecture
