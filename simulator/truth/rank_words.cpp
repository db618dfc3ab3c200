#include "simulator/truth/rank_words.hpp"

#include <algorithm>
#include <array>

namespace lanterne::simulator {

namespace {

constexpr std::array<std::string_view, 5> bases{"planned", "gun", "net", "slot", "segment"};
constexpr std::array<std::string_view, 2> measures{"time", "laps"};

template<class Value, class Words>
std::optional<Value> parsed(const Words& words, std::string_view word) {
    const auto found = std::ranges::find(words, word);
    return found == words.end() ? std::nullopt
                                : std::optional{static_cast<Value>(found - words.begin())};
}

} // namespace

std::string_view basis_word(plan::TimeBasis basis) {
    return bases.at(static_cast<std::size_t>(basis));
}

std::optional<plan::TimeBasis> parse_basis(std::string_view word) {
    return parsed<plan::TimeBasis>(bases, word);
}

std::string_view measure_word(plan::Measure measure) {
    return measures.at(static_cast<std::size_t>(measure));
}

std::optional<plan::Measure> parse_measure(std::string_view word) {
    return parsed<plan::Measure>(measures, word);
}

} // namespace lanterne::simulator
