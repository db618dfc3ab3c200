#include "simulator/real/last_words.hpp"

#include <algorithm>
#include <fstream>

namespace lanterne::simulator {

namespace {

constexpr std::size_t longest = 300;
constexpr std::streamoff tail_bytes = 4096;

} // namespace

std::string last_words(const std::filesystem::path& log) {
    std::ifstream file{log, std::ios::binary | std::ios::ate};
    const std::streamoff size = file ? static_cast<std::streamoff>(file.tellg()) : 0;
    file.seekg(std::max<std::streamoff>(size - tail_bytes, 0));
    std::string last;
    for (std::string line; std::getline(file, line);) {
        std::erase_if(line, [](char letter) { return letter < ' ' || letter > '~'; });
        if (!line.empty()) {
            last = line.substr(0, longest);
        }
    }
    return last.empty() ? "no word" : last;
}

} // namespace lanterne::simulator
