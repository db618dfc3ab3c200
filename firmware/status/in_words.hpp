#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/time.hpp"

namespace lanterne::firmware {

/// A duration as people say it, to its two largest units: "0.8 s", "45 s", "12 min", "3 h 5 min",
/// "2 d 4 h". One below zero counts as none.
std::string in_words(Milliseconds duration);

/// To the minute that has begun: "2027-05-17 21:00 UTC".
std::string in_words(UtcTime time);

/// "1 fix", "2 fixes": the plural is the noun with this ending.
std::string counted(std::uint64_t count, std::string_view noun, std::string_view plural_ending);

} // namespace lanterne::firmware
