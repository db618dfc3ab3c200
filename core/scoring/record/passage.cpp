#include "core/scoring/record/passage.hpp"

#include <array>

namespace lanterne::scoring {

std::string_view to_text(Source source) {
    constexpr std::array<std::string_view, 6> names{"gps",  "unit", "chip",
                                                    "hand", "gun",  "official"};
    return names.at(static_cast<std::size_t>(source));
}

} // namespace lanterne::scoring
