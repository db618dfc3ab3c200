#include "tests/architecture/source.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <fstream>
#include <iterator>
#include <regex>

#include <fmt/format.h>

namespace lanterne::architecture {

namespace {

constexpr std::array<std::string_view, 5> not_ours{".git", "build", "node_modules", "dist",
                                                   ".lanterne"};
constexpr std::array<std::string_view, 12> text_endings{
    ".hpp", ".cpp", ".txt", ".cmake", ".sql", ".ts", ".js", ".mjs", ".css", ".sh", ".md", ".toml"};

bool is_ours(const std::filesystem::path& folder) {
    return std::ranges::find(not_ours, folder.filename().string()) == not_ours.end();
}

bool is_text(const std::filesystem::path& file) {
    return std::ranges::find(text_endings, file.extension().string()) != text_endings.end();
}

std::string read_text(const std::filesystem::path& file) {
    std::ifstream stream{file, std::ios::binary};
    return {std::istreambuf_iterator<char>{stream}, {}};
}

// Where the comment or literal that begins at `at` ends; `at` itself where none begins.
std::size_t end_of_blank(std::string_view text, std::size_t at) {
    const auto after = [&](std::string_view closing, std::size_t from) {
        const std::size_t found = text.find(closing, from);
        return found == std::string_view::npos ? text.size() : found + closing.size();
    };
    const std::string_view rest = text.substr(at);
    if (rest.starts_with("//")) {
        return std::min(text.find('\n', at), text.size());
    }
    if (rest.starts_with("/*")) {
        return after("*/", at + 2);
    }
    if (rest.starts_with("R\"")) {
        const std::size_t open = std::min(text.find('(', at), text.size());
        return after(fmt::format("){}\"", text.substr(at + 2, open - at - 2)), open);
    }
    const bool digit_separator = rest.starts_with('\'') && at > 0 &&
                                 std::isalnum(static_cast<unsigned char>(text[at - 1])) != 0;
    if ((rest.starts_with('"') || rest.starts_with('\'')) && !digit_separator) {
        std::size_t end = at + 1;
        while (end < text.size() && text[end] != text[at] && text[end] != '\n') {
            end += text[end] == '\\' ? 2U : 1U;
        }
        return std::min(end + 1, text.size());
    }
    return at;
}

} // namespace

std::string to_text(const std::vector<Finding>& findings) {
    std::string text;
    for (const Finding& finding : findings) {
        text += finding.line == 0
                    ? fmt::format("{}: {}\n", finding.file, finding.what)
                    : fmt::format("{}:{}: {}\n", finding.file, finding.line, finding.what);
    }
    return text;
}

std::string Source::folder() const {
    const std::size_t slash = path.rfind('/');
    return slash == std::string::npos ? "" : path.substr(0, slash);
}

std::string Source::name() const { return path.substr(path.rfind('/') + 1); }

std::vector<std::string_view> lines_of(std::string_view text) {
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        lines.push_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

std::vector<Include> includes_of(const Source& source) {
    static const std::regex pattern{R"(^\s*#\s*include\s*([<"])([^>"]+)[>"].*)"};
    std::vector<Include> includes;
    std::size_t number = 0;
    for (const std::string_view line : lines_of(source.text)) {
        ++number;
        std::match_results<std::string_view::const_iterator> match;
        if (line.find("include") != std::string_view::npos &&
            std::regex_match(line.begin(), line.end(), match, pattern)) {
            includes.push_back({number, match[2].str(), match[1].str() == "\""});
        }
    }
    return includes;
}

std::string code_of(const Source& source) {
    std::string code = source.text;
    std::size_t at = 0;
    while (at < code.size()) {
        const std::size_t end = end_of_blank(source.text, at);
        for (std::size_t i = at; i < end; ++i) {
            code[i] = code[i] == '\n' ? '\n' : ' ';
        }
        at = std::max(end, at + 1);
    }
    return code;
}

Sources read_sources(const std::filesystem::path& root) {
    Sources sources;
    std::filesystem::recursive_directory_iterator walk{root};
    for (auto at = begin(walk); at != end(walk); ++at) {
        if (at->is_directory() && !is_ours(at->path())) {
            at.disable_recursion_pending();
        } else if (at->is_regular_file() && is_text(at->path())) {
            sources.push_back(
                {at->path().lexically_relative(root).generic_string(), read_text(at->path())});
        }
    }
    std::ranges::sort(sources, {}, &Source::path);
    return sources;
}

} // namespace lanterne::architecture
