#include "core/scoring/record/passage.hpp"

#include <algorithm>
#include <array>

namespace lanterne::scoring {

namespace {

constexpr std::array<std::string_view, 6> names{"gps", "unit", "chip", "hand", "gun", "official"};

} // namespace

std::string_view to_text(Source source) { return names.at(static_cast<std::size_t>(source)); }

std::optional<Source> parse_source(std::string_view text) {
    const auto found = std::ranges::find(names, text);
    return found == names.end() ? std::nullopt
                                : std::optional{static_cast<Source>(found - names.begin())};
}

std::uint32_t clock_mark(std::string_view name) {
    std::uint32_t mark = name.empty() ? 0 : 2'166'136'261U;
    for (const char letter : name) {
        mark = (mark ^ static_cast<std::uint8_t>(letter)) * 16'777'619U;
    }
    return mark;
}

} // namespace lanterne::scoring
