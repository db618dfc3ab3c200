#include "core/scoring/record/passage.hpp"

#include <array>

namespace lanterne::scoring {

std::string_view to_text(Source source) {
    constexpr std::array<std::string_view, 6> names{"gps",  "unit", "chip",
                                                    "hand", "gun",  "official"};
    return names.at(static_cast<std::size_t>(source));
}

std::uint32_t clock_mark(std::string_view name) {
    std::uint32_t mark = name.empty() ? 0 : 2'166'136'261U;
    for (const char letter : name) {
        mark = (mark ^ static_cast<std::uint8_t>(letter)) * 16'777'619U;
    }
    return mark;
}

} // namespace lanterne::scoring
