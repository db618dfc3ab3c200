#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace lanterne::plan {

enum class Sex : std::uint8_t { female, male, other };
std::string_view to_text(Sex sex); ///< the enumerator's name
std::optional<Sex> parse_sex(std::string_view text);

} // namespace lanterne::plan
