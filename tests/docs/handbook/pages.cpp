#include "tests/docs/handbook/pages.hpp"

#include <algorithm>
#include <regex>
#include <sstream>

namespace lanterne::docs {

namespace fs = std::filesystem;

namespace {

std::vector<std::string> first_groups(const std::string& text, const std::regex& shape) {
    std::vector<std::string> groups;
    for (std::sregex_iterator match{text.begin(), text.end(), shape}, end; match != end; ++match) {
        groups.push_back((*match)[1]);
    }
    return groups;
}

std::string without_comment(const std::string& line) {
    return line.substr(0, std::min(line.find(" #"), line.find(" | ")));
}

} // namespace

std::vector<fs::path> pages() {
    const fs::path docs = fs::path{LANTERNE_SOURCE_FOLDER} / "docs";
    std::vector<fs::path> pages{docs / "updates.md"};
    for (const auto& entry : fs::directory_iterator{docs / "handbook"}) {
        pages.push_back(entry.path());
    }
    std::ranges::sort(pages);
    return pages;
}

std::vector<std::string> links(const std::string& page) {
    std::vector<std::string> links = first_groups(page, std::regex{R"(\]\(([^)#]+)[^)]*\))"});
    std::erase_if(links, [](const std::string& link) { return link.starts_with("http"); });
    return links;
}

std::vector<std::string> code(const std::string& page) {
    const std::string joined = std::regex_replace(page, std::regex{R"([ \t]*\\\n[ \t]*)"}, " ");
    std::vector<std::string> code;
    std::istringstream lines{joined};
    bool in_block = false;
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with("```")) {
            in_block = !in_block;
        } else if (in_block) {
            code.push_back(without_comment(line));
        } else {
            std::ranges::move(first_groups(line, std::regex{"`([^`]+)`"}),
                              std::back_inserter(code));
        }
    }
    return code;
}

std::vector<std::string> messages(const std::string& page) {
    std::vector<std::string> messages;
    std::istringstream lines{page};
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with("| `")) {
            const std::string cell = line.substr(0, line.find(" | "));
            std::ranges::move(first_groups(cell, std::regex{"`([^`]+)`"}),
                              std::back_inserter(messages));
        }
    }
    return messages;
}

} // namespace lanterne::docs
