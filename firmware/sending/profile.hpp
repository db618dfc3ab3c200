#pragma once

#include <cstdint>
#include <string_view>

namespace lanterne::firmware {

/// How often a unit speaks. Every fix is journalled in each of them; its numbers are the wire's.
enum class Profile : std::uint8_t {
    sleep = 0,   ///< before the day: a sign of life each hour
    ready = 1,   ///< at the start area
    race = 2,    ///< as live as the battery allows
    economy = 3, ///< as live as it must be
};

constexpr std::string_view to_text(Profile profile) {
    switch (profile) {
    case Profile::sleep: return "sleep";
    case Profile::ready: return "ready";
    case Profile::race: return "race";
    case Profile::economy: return "economy";
    }
    return "";
}

} // namespace lanterne::firmware
