#include "bench/live/seen.hpp"

#include <charconv>
#include <sstream>
#include <stdexcept>

namespace lanterne::bench {

namespace {

std::vector<double> numbers_of(std::istringstream& words, const std::string& line) {
    std::vector<double> numbers;
    for (std::string word; words >> word;) {
        double number = 0;
        const char* end = word.data() + word.size();
        const auto read = std::from_chars(word.data(), end, number);
        if (read.ec != std::errc{} || read.ptr != end) {
            throw std::runtime_error{"no measurement: " + line};
        }
        numbers.push_back(number);
    }
    if (numbers.empty()) {
        throw std::runtime_error{"no measurement: " + line};
    }
    return numbers;
}

} // namespace

Seen read_seen(std::string_view text) {
    Seen seen;
    std::istringstream lines{std::string{text}};
    for (std::string line; std::getline(lines, line);) {
        std::istringstream words{line};
        if (std::string name; words >> name) {
            seen[name].push_back(numbers_of(words, line));
        }
    }
    return seen;
}

std::vector<double> first_of(const Seen& seen, std::string_view name) {
    std::vector<double> first;
    if (const auto lines = seen.find(name); lines != seen.end()) {
        for (const auto& line : lines->second) {
            first.push_back(line.front());
        }
    }
    return first;
}

} // namespace lanterne::bench
