#include "tests/architecture/house.hpp"

#include <algorithm>
#include <array>
#include <sstream>

namespace lanterne::architecture {

std::set<std::string> words_of(std::string_view text) {
    std::istringstream stream{std::string{text}};
    std::set<std::string> words;
    for (std::string word; stream >> word;) {
        words.insert(word);
    }
    return words;
}

House read_house(std::string_view text) {
    House house;
    for (const std::string_view line : lines_of(text)) {
        std::array<std::string, 4> cells;
        std::istringstream stream{std::string{line}};
        for (std::string& cell : cells) {
            std::getline(stream, cell, '|');
        }
        const std::set<std::string> path = words_of(cells[0]);
        if (path.size() == 1) {
            house.push_back(
                {*path.begin(), words_of(cells[1]), words_of(cells[2]), words_of(cells[3])});
        }
    }
    return house;
}

const Folder* folder_of(const House& house, std::string_view path) {
    const Folder* best = nullptr;
    for (const Folder& folder : house) {
        const bool holds =
            path.starts_with(folder.path) && path.substr(folder.path.size()).starts_with('/');
        if (holds && (best == nullptr || folder.path.size() > best->path.size())) {
            best = &folder;
        }
    }
    return best;
}

bool is_listed(const std::set<std::string>& list, std::string_view name) {
    return std::ranges::any_of(list, [&](const std::string& entry) {
        return name == entry || (entry.ends_with('/') && name.starts_with(entry));
    });
}

} // namespace lanterne::architecture
