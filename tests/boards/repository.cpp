#include "tests/boards/repository.hpp"

#include <algorithm>
#include <fstream>
#include <sstream>

namespace lanterne::boards {

namespace fs = std::filesystem;

const fs::path& folder() {
    static const fs::path boards = fs::path{LANTERNE_SOURCE_FOLDER} / "boards";
    return boards;
}

std::vector<std::string> names() {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator{folder()}) {
        if (entry.is_directory()) {
            names.push_back(entry.path().filename());
        }
    }
    std::ranges::sort(names);
    return names;
}

firmware::Board load(const std::string& name) {
    const fs::path file = firmware::board_file(name, folder());
    return firmware::read_board(text_of(file), file);
}

std::string text_of(const fs::path& file) {
    std::stringstream text;
    text << std::ifstream{file}.rdbuf();
    return text.str();
}

std::string test_name(std::string name) {
    std::erase(name, '-');
    return name;
}

} // namespace lanterne::boards
